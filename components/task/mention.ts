import type { Span } from './read-line'
import type { TaskLink } from './task'

/** A place in a line where a record is named: `#Acme`, which says nothing else, or `for Acme Corp`, which may. */
export type Mention = {
  sign: boolean
  /** By what the record is looked for. */
  query: string
  /** Where the sign or the name begins, and the name. */
  from: number
  name: number
}

const signed = /(^|[\s("“„«])#(?=[\p{L}\p{N}])/gu
const led = /(?:^|\s)(?:for|with|at|about)\s+(?=\p{Lu})/gu
const word = /^[\p{L}\p{N}][\p{L}\p{N}.&'’_-]*/u
const capitals = /^\p{Lu}[\p{L}\p{N}.&'’_-]*(?:\s+(?:&\s+)?[\p{Lu}\p{N}][\p{L}\p{N}.&'’_-]*){0,3}/u

/** Where a line names records, in its order. */
export function mentionsIn(line: string): Mention[] {
  const mentions: Mention[] = []
  const add = (sign: boolean, from: number, name: number) => {
    const rest = line.slice(name)
    const [query = ''] = capitals.exec(rest) ?? word.exec(rest) ?? []
    const bare = query.replace(/[.&'’_-]+$/, '')
    if (bare) mentions.push({ sign, query: bare, from, name })
  }
  for (const { index, 0: words, 1: before = '' } of line.matchAll(signed)) {
    add(true, index + before.length, index + words.length)
  }
  for (const { index, 0: words } of line.matchAll(led)) add(false, index + words.length, index + words.length)
  return mentions.sort((a, b) => a.from - b.from)
}

/**
 * The record that a mention fits best among those that were found, and the words that are its name; null: none. After a
 * sign the first word may begin any word of the name, else it must be the name's first word.
 */
export function bestMatch(
  mention: Mention,
  line: string,
  found: readonly TaskLink[],
): { record: TaskLink; span: Span } | null {
  const typed = [...line.slice(mention.name).matchAll(/[\p{L}\p{N}][\p{L}\p{N}'’]*/gu)]
  let best: (Fit & { record: TaskLink }) | null = null
  for (const record of found) {
    const name = wordsOf(record.title)
    const words = run(
      typed.map(([each]) => bare(each)),
      name,
      mention.sign,
    )
    const fit = { record, words, length: name.length }
    if (words > 0 && (best === null || isBetter(fit, best))) best = fit
  }
  const last = best && typed[best.words - 1]
  if (!best || !last) return null
  const to = mention.name + (last.index ?? 0) + last[0].length
  return { record: best.record, span: { from: mention.from, to } }
}

/** How many words of a name are written out, and of how many. */
type Fit = { words: number; length: number }

const isBetter = (a: Fit, b: Fit): boolean => (a.words !== b.words ? a.words > b.words : a.length < b.length)

/** How many of the typed words, from the first on, are words of a name in their order. */
function run(typed: readonly string[], name: readonly string[], anywhere: boolean): number {
  const starts = anywhere ? name.map((_, at) => at) : [0]
  const lengths = starts.map((start) => {
    const first = typed[0] ?? ''
    const fits = first !== '' && (anywhere ? name[start]?.startsWith(first) : name[start] === first)
    if (!fits) return 0
    let count = 1
    while (name[start + count] !== undefined && typed[count] === name[start + count]) count++
    return count
  })
  return Math.max(0, ...lengths)
}

const wordsOf = (name: string): string[] => (name.match(/[\p{L}\p{N}][\p{L}\p{N}'’]*/gu) ?? []).map(bare)

const bare = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/[^\p{L}\p{N}]/gu, '')
    .toLowerCase()
