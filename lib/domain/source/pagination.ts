import type { Cell } from '../flow/row'

/** How an API gives its rows a page at a time. */
export type Pagination =
  | { type: 'none' }
  /** The next page's address: in the reply's head, or at a path in the reply. */
  | { type: 'link'; path: string[] | null }
  | { type: 'page' | 'offset'; param: string; first: number; sizeParam: string | null; size: number | null }
  | { type: 'cursor'; param: string; path: string[] }

type Settings = { param: string; path: string; first: number; sizeParam: string; size: number }

const types = ['none', 'page', 'offset', 'cursor', 'link'] as const

/** What is wrong with a pagination as it is set; null when nothing is. */
export function misfitOfPagination(value: unknown): string | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'must be an object'
  const given = value as Record<string, unknown>
  if (!types.some((type) => type === given.type)) return `must have a type, one of: ${types.join(', ')}`
  for (const name of ['param', 'sizeParam', 'path']) {
    const text = given[name]
    if (text !== undefined && !(typeof text === 'string' && text !== '')) return `must have a text as '${name}'`
  }
  for (const [name, least] of [
    ['first', 0],
    ['size', 1],
  ] as const) {
    const number = given[name]
    if (number !== undefined && !(Number.isInteger(number) && (number as number) >= least)) {
      return `must have a whole number from ${least} on as '${name}'`
    }
  }
  if (given.type === 'page' && given.size !== undefined && given.sizeParam === undefined) {
    return "must have a 'sizeParam', by which the size is asked for"
  }
  return given.type === 'cursor' && given.path === undefined ? "must have a 'path' to the next cursor" : null
}

/** A pagination with its defaults: a page is asked for by `page` from 1, an offset by `offset`, a cursor by `cursor`. */
export function paginationOf(value: unknown): Pagination {
  const given = (value ?? { type: 'none' }) as { type: (typeof types)[number] } & Partial<Settings>
  const { type } = given
  if (type === 'none') return { type }
  if (type === 'link') return { type, path: given.path?.split('.') ?? null }
  if (type === 'cursor') return { type, param: given.param ?? 'cursor', path: String(given.path).split('.') }
  return {
    type,
    param: given.param ?? type,
    first: given.first ?? (type === 'page' ? 1 : 0),
    sizeParam: given.sizeParam ?? (type === 'offset' && given.size ? 'limit' : null),
    size: given.size ?? null,
  }
}

/** Which page is asked for; null is the first, where that is no number. */
export type Turn = number | string | null

export const firstTurn = (by: Pagination): Turn => (by.type === 'page' || by.type === 'offset' ? by.first : null)

/** The parameters that ask for a page. */
export function askFor(by: Pagination, turn: Turn): Record<string, Turn & (string | number)> {
  if (turn === null || by.type === 'none' || by.type === 'link') return {}
  if (by.type === 'cursor') return { [by.param]: turn }
  return { [by.param]: turn, ...(by.sizeParam && by.size ? { [by.sizeParam]: by.size } : {}) }
}

/**
 * The page after one; null when there is none. Of pages that are counted only an empty one is the last: an API may give
 * fewer rows than it was asked for.
 * @param count how many rows the page had
 * @param link the address of the next one, where the reply's head names it
 * @returns what is no text and no number where the reply names such a thing
 */
export function turnAfter(by: Pagination, turn: Turn, page: Cell, count: number, link: string | null): Cell {
  switch (by.type) {
    case 'none':
      return null
    case 'link':
      return by.path ? named(cellAt(page, by.path)) : link
    case 'cursor':
      return named(cellAt(page, by.path))
    default:
      return count === 0 ? null : Number(turn) + (by.type === 'page' ? 1 : count)
  }
}

const named = (next: Cell | undefined): Cell => (next === undefined || next === '' || next === false ? null : next)

/** What stands at a path of names; undefined where there is nothing. */
export function cellAt(cell: Cell, path: string[]): Cell | undefined {
  let here: Cell | undefined = cell
  for (const name of path) {
    if (here === null || typeof here !== 'object' || Array.isArray(here) || !Object.hasOwn(here, name)) return undefined
    here = here[name]
  }
  return here
}

/** The target of the link that RFC 8288 calls next. */
export function nextLink(header: string | string[] | undefined): string | null {
  const text = Array.isArray(header) ? header.join(',') : (header ?? '')
  for (const [, target = '', parameters = ''] of text.matchAll(/<([^>]*)>((?:\s*;\s*[^;,"]+(?:"[^"]*")?)*)/g)) {
    const rel = /;\s*rel\s*=\s*(?:"([^"]*)"|([^\s;,"]+))/i.exec(parameters)
    if ((rel?.[1] ?? rel?.[2] ?? '').toLowerCase().split(/\s+/).includes('next')) return target
  }
  return null
}

/** Sees when turns go round in a circle, however long it is, by keeping one of them: Brent's way. */
export function circle(): (turn: Turn) => boolean {
  let kept: Turn = null
  let steps = 0
  let power = 1
  return (turn) => {
    if (turn === kept) return true
    steps++
    if (steps === power) {
      kept = turn
      steps = 0
      power *= 2
    }
    return false
  }
}
