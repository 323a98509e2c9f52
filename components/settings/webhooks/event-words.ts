const called: Record<string, string> = { deal: 'Deals', record: 'Other records', api_key: 'API keys' }
const first = ['deal', 'record', 'stage', 'pipeline']

/** The types of one noun: `deal.moved`, `deal.created` … */
export type Group = { noun: string; name: string; types: string[] }

/** Types of events by their noun, what people deal with most first. */
export function groupsOf(types: readonly string[]): Group[] {
  const nouns = [...new Set(types.map(nounOf))]
  const rank = (noun: string) => (first.includes(noun) ? first.indexOf(noun) : first.length)
  return nouns
    .sort((a, b) => rank(a) - rank(b) || a.localeCompare(b))
    .map((noun) => ({ noun, name: nameOf(noun), types: types.filter((type) => nounOf(type) === noun) }))
}

/** What happened, without of what: `secret rotated`. */
export const happeningOf = (type: string): string => inWords(type.slice(type.indexOf('.') + 1))

/** All of a noun, as a pattern. */
export const allOf = (noun: string): string => `${noun}.*`

/** Whether patterns name a type. */
export const isChosen = (type: string, patterns: readonly string[]): boolean =>
  patterns.includes(type) || patterns.includes(allOf(nounOf(type)))

/** The patterns after all of a noun was chosen, or none of it any more. */
export function toggleAll(patterns: readonly string[], { noun }: Group): string[] {
  const others = patterns.filter((pattern) => nounOf(pattern) !== noun)
  return patterns.includes(allOf(noun)) ? others : [...others, allOf(noun)]
}

/** The patterns after one type was chosen, or not any more: what was chosen as all of its noun becomes all the others. */
export function toggleType(patterns: readonly string[], { noun, types }: Group, type: string): string[] {
  if (!isChosen(type, patterns)) return [...patterns, type]
  const rest = patterns.includes(allOf(noun)) ? [...patterns, ...types] : patterns
  return rest.filter((pattern) => pattern !== type && pattern !== allOf(noun))
}

/** What patterns name, as people say it: `Everything`, `Deals: all; Stages: created, deleted`. */
export function chosenInWords(patterns: readonly string[]): string {
  if (patterns.includes('*')) return 'Everything'
  return groupsOf(patterns)
    .map(
      ({ noun, name, types }) => `${name}: ${types.includes(allOf(noun)) ? 'all' : types.map(happeningOf).join(', ')}`,
    )
    .join('; ')
}

const nounOf = (type: string): string => type.slice(0, type.indexOf('.'))

const inWords = (name: string): string => name.replaceAll('_', ' ')

function nameOf(noun: string): string {
  const words = inWords(noun)
  return called[noun] ?? `${words.charAt(0).toUpperCase()}${words.slice(1)}s`
}
