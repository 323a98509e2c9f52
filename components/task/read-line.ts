import { bestMatch, mentionsIn } from './mention'
import { datesIn, dueOf } from './read-due'
import type { ActionType, Priority, TaskLink } from './task'

export type Person = { id: string; name: string }

export type Span = { from: number; to: number }

/** A part of a line that says more than a title: which words, and what they are taken for. */
export type Piece = { spans: Span[]; words: string } & (
  | { kind: 'type'; value: ActionType }
  | { kind: 'due'; value: Date }
  | { kind: 'priority'; value: Priority }
  | { kind: 'assignee'; value: string }
  | { kind: 'about'; value: TaskLink }
)

/** A task as a line says it. */
export type Understood = {
  title: string
  /** In the order of the line; of each kind one at most. */
  pieces: Piece[]
  /** What names somebody or something, but nobody here, nothing, or several; it stays in the title. */
  unclear: { words: string; people: string[] }[]
}

export type LineContext = {
  now: Date
  /** The IANA time zone that days and times are meant in. */
  zone: string
  people: readonly Person[]
  /** Who `@me` is. */
  me: string
  /** 3/4 is the third of April. */
  dayFirst: boolean
  /** The records that are found by a name; undefined while that is not known. */
  found?: (name: string) => readonly TaskLink[] | undefined
  /** What is to be left as words; see keyOf. */
  literal?: ReadonlySet<string>
}

/** By which a part of a line is known when it is to be left as words. */
export const keysOf = (piece: Piece, line: string): string[] =>
  piece.spans.map(({ from, to }) => keyOf(piece.kind, line.slice(from, to)))

const keyOf = (kind: Piece['kind'], words: string): string => `${kind} ${words.trim().toLowerCase()}`

/**
 * Reads a task from a line of plain English: `call Alice tomorrow 9am !high @sam`. The first word may say what is to be
 * done, and stays in the title; a day and a time, a priority and a person are taken out of it, wherever they stand.
 * Words in double quotes are left as they are.
 */
export function readLine(line: string, context: LineContext): Understood {
  const quotes = quotedIn(line)
  const isLiteral = (kind: Piece['kind'], span: Span) =>
    quotes.some((quote) => overlap(quote, span)) || !!context.literal?.has(keyOf(kind, line.slice(span.from, span.to)))
  const people = peopleIn(line, context)
  const dates = datesIn(line, context)
  const said = [...typeIn(line), ...prioritiesIn(line), ...people.found]
  const due = dueOf(
    line,
    dates.filter(({ span }) => !isLiteral('due', span)),
    context,
  )
  const records = recordsIn(line, context)
  const about = records.found.filter(
    (piece) => !due.some(({ spans }) => spans.some((span) => piece.spans.some((each) => overlap(each, span)))),
  )
  const pieces = lastOfEachKind(
    [...said, ...due, ...about].filter(({ kind, spans }) => !spans.some((span) => isLiteral(kind, span))),
  )
  // Quotes that kept something from being read have done their work.
  const readable = [...said.flatMap(({ spans }) => spans), ...dates.map(({ span }) => span)]
  const spent = quotes.filter((quote) => readable.some((span) => overlap(quote, span)))
  const cut = [
    ...pieces.flatMap(({ kind, spans }) =>
      kind === 'type' || (kind === 'about' && line[startOf({ spans })] !== '#')
        ? []
        : spans.map((span) => withPreposition(line, kind, span)),
    ),
    ...spent.flatMap(({ from, to }) => [
      { from, to: from + 1 },
      { from: to - 1, to },
    ]),
  ]
  return {
    title: without(line, cut),
    pieces: pieces.sort((a, b) => startOf(a) - startOf(b)),
    unclear: [...people.unclear, ...records.unclear]
      .filter(({ span }) => !quotes.some((quote) => overlap(quote, span)))
      .map((each) => each.said),
  }
}

const startOf = ({ spans }: Pick<Piece, 'spans'>): number => spans[0]?.from ?? 0

const overlap = (a: Span, b: Span): boolean => a.from < b.to && b.from < a.to

function quotedIn(line: string): Span[] {
  return [...line.matchAll(/"[^"]+"|“[^”]+”|„[^“”]+[“”]|«[^»]+»/g)].map(({ index, 0: { length } }) => ({
    from: index,
    to: index + length,
  }))
}

const verbs: Record<string, ActionType> = {
  ...{ call: 'call', phone: 'call', ring: 'call', email: 'email', 'e-mail': 'email', mail: 'email' },
  ...{ meet: 'meeting', meeting: 'meeting', linkedin: 'linkedin_message', whatsapp: 'whatsapp_message' },
}

function typeIn(line: string): Piece[] {
  const [, space = '', word = ''] = /^(\s*)(\S+?)(?=:?(?:\s|$))/.exec(line) ?? []
  const value = Object.hasOwn(verbs, word.toLowerCase()) ? verbs[word.toLowerCase()] : undefined
  const span = { from: space.length, to: space.length + word.length }
  // A call of duty is nobody to be called.
  if (!value || /^\s+of\b/i.test(line.slice(span.to))) return []
  return [{ kind: 'type', value, words: word, spans: [span] }]
}

const urgency: Record<string, Priority> = {
  ...{ '!high': 'high', '!h': 'high', '!!!': 'high', '!medium': 'medium', '!med': 'medium', '!m': 'medium' },
  ...{ '!!': 'medium', '!low': 'low', '!l': 'low' },
}

function prioritiesIn(line: string): Piece[] {
  return tokensIn(line, /![a-z!]+(?![^\s,.;:)"”»])/gi).flatMap(({ words, span }) => {
    const value = Object.hasOwn(urgency, words.toLowerCase()) ? urgency[words.toLowerCase()] : undefined
    return value ? [{ kind: 'priority' as const, value, words, spans: [span] }] : []
  })
}

type Named = { found: Piece[]; unclear: { span: Span; said: Understood['unclear'][number] }[] }

function peopleIn(line: string, { people, me }: LineContext): Named {
  const named: Named = { found: [], unclear: [] }
  for (const { words, span } of tokensIn(line, /@[\p{L}\p{N}][\p{L}\p{N}._'’-]*/gu)) {
    const name = words.slice(1).replace(/[._'’-]+$/, '')
    const [, next = ''] = /^(\s+[\p{L}'’-]+)/u.exec(line.slice(span.to)) ?? []
    const both = next === '' ? [] : whoIs(name + next, people)
    const meant = both.length === 1 ? both : /^me$/i.test(name) ? [{ id: me, name: '' }] : whoIs(name, people)
    const to = both.length === 1 ? span.to + next.length : span.from + 1 + name.length
    const [only] = meant
    if (only && meant.length === 1) {
      const spans = [{ from: span.from, to }]
      named.found.push({ kind: 'assignee', value: only.id, words: line.slice(span.from, to), spans })
    } else named.unclear.push({ span, said: { words: `@${name}`, people: meant.map((person) => person.name) } })
  }
  return named
}

/** The records that the line names, where they are found. */
function recordsIn(line: string, { found = () => undefined }: LineContext): Named {
  const named: Named = { found: [], unclear: [] }
  for (const mention of mentionsIn(line)) {
    const there = found(mention.query)
    const match = there && bestMatch(mention, line, there)
    const span = match?.span ?? { from: mention.from, to: mention.name + mention.query.length }
    const words = line.slice(span.from, span.to)
    if (match) named.found.push({ kind: 'about', value: match.record, words, spans: [span] })
    else if (there && mention.sign) named.unclear.push({ span, said: { words, people: [] } })
  }
  return named
}

/** Who is called so: by the whole name, else by one of its parts, else by how it begins. */
function whoIs(called: string, people: readonly Person[]): Person[] {
  const wanted = bare(called)
  const tests = [
    (name: string) => bare(name) === wanted,
    (name: string) => name.split(/\s+/).some((part) => bare(part) === wanted),
    (name: string) => name.split(/\s+/).some((part) => bare(part).startsWith(wanted)) || bare(name).startsWith(wanted),
  ]
  for (const test of tests) {
    const meant = people.filter(({ name }) => test(name))
    if (meant.length > 0) return meant
  }
  return []
}

/** Letters alone, without accents: sam.lee is Sam Lee, and jose is José. */
const bare = (name: string): string =>
  name
    .normalize('NFD')
    .replace(/[^\p{L}\p{N}]/gu, '')
    .toLowerCase()

/** Matches that stand by themselves, as an e-mail's @ does not. */
function tokensIn(line: string, pattern: RegExp): { words: string; span: Span }[] {
  return [...line.matchAll(pattern)]
    .filter(({ index }) => index === 0 || /[\s("“„«]/.test(line[index - 1] ?? ''))
    .map(({ index, 0: words }) => ({ words, span: { from: index, to: index + words.length } }))
}

function lastOfEachKind(pieces: Piece[]): Piece[] {
  return [...new Map(pieces.map((piece) => [piece.kind, piece])).values()]
}

const prepositions = /(?:^|\s)(?:due(?: (?:by|on))?|by|on|at|before|until|till|for)\s+$/i
const beforePeople = /(?:^|\s)(?:for|to)\s+$/i
const beforeRecords = /(?:^|\s)(?:for|with|at|about|to|from|re:?)\s+$/i

/** A part with the small word that led up to it: `by` Friday. */
function withPreposition(line: string, kind: Piece['kind'], { from, to }: Span): Span {
  const pattern = { due: prepositions, assignee: beforePeople, about: beforeRecords, type: null, priority: null }[kind]
  const [led = ''] = pattern?.exec(line.slice(0, from)) ?? []
  return { from: from - led.trimStart().length, to }
}

function without(line: string, spans: Span[]): string {
  let rest = line
  for (const { from, to } of [...spans].sort((a, b) => b.from - a.from))
    rest = `${rest.slice(0, from)} ${rest.slice(to)}`
  return rest
    .replace(/\s+/g, ' ')
    .replace(/ (?=[,;.](?: |$))/g, '')
    .replace(/^[\s,;:]+|[\s,;]+$/g, '')
}
