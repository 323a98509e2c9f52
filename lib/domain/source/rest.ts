import { createHash } from 'node:crypto'
import type { Fetched } from '@/lib/net/fetch'
import type { Outbound } from '@/lib/net/send'
import type { Cell, Item, Resume } from '../flow/row'
import { brokenItem } from './broken'
import { SourceFailed } from './failed'
import { inBatches, type Placed } from './gather'
import { faultIn, hasEscapes, readJson, rowIn } from './json-cell'
import { before, higher, type Mark } from './mark'
import { askFor, cellAt, circle, firstTurn, nextLink, type Pagination, type Turn, turnAfter } from './pagination'
import { failureOf, failureOfStatus } from './reach'
import { mebibyte, type Reader } from './reader'

export interface RestSettings {
  url: string
  method: 'GET' | 'POST'
  /** For the origin of the address alone. */
  headers: Record<string, string>
  query: [string, string][]
  /** A parameter of every request that shows who asks, for the origin of the address alone. */
  ownQuery: { name: string; value: string } | null
  /** JSON of a POST. */
  body: Cell
  /** Names on the way from a reply to its rows. */
  path: string[]
  pagination: Pagination
  /** How only what is new is asked for: by the highest value of a field, less a window. */
  incremental: { field: string; param: string; overlap: number } | null
}

/** Behind a row of a page. */
interface Place {
  turn: Turn
  /** How many rows of its page were read. */
  skip: number
  number: number
  mark: Mark | null
}

interface Page {
  rows: Item[]
  sizes: number[]
  next: Turn
  digest: string
}

const largestPage = 32 * mebibyte
/** How many pages without a row there may be in a row. */
const mostEmpty = 100

/** Reads an API that gives JSON, page by page. */
export function restReader(settings: RestSettings, since: Mark | null, outbound: Outbound): Reader {
  const { pagination, incremental, method, ownQuery } = settings
  const { hostname, origin } = new URL(settings.url)

  /** The request for a page. What a link names is all of it. */
  function requestFor(turn: Turn) {
    const linked = pagination.type === 'link' && turn !== null
    const url = new URL(linked ? String(turn) : settings.url)
    const parameters = linked
      ? {}
      : { ...(incremental && since && sinceOf(incremental, since)), ...askFor(pagination, turn) }
    if (!linked) for (const [name, value] of settings.query) url.searchParams.append(name, value)
    if (method === 'GET')
      for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, String(value))
    const isOwn = url.origin === origin
    if (ownQuery && isOwn) url.searchParams.set(ownQuery.name, ownQuery.value)
    const sent = isObject(settings.body ?? {}) ? { ...(settings.body as object), ...parameters } : settings.body
    return {
      url,
      body: method === 'POST' ? JSON.stringify(sent) : undefined,
      own: isOwn ? settings.headers : {},
    }
  }

  /** Many an API says of the page behind its last that there is none. */
  const isPastTheEnd = (status: number, turn: Turn): boolean =>
    pagination.type === 'page' && status === 404 && turn !== firstTurn(pagination)

  /** Null when there is nothing. */
  async function pageAt(turn: Turn, signal: AbortSignal): Promise<{ reply: Fetched; text: string } | null> {
    const { url, body, own } = requestFor(turn)
    const headers = {
      accept: 'application/json',
      'accept-encoding': 'gzip, deflate, br',
      'user-agent': 'Throughline',
      ...(body !== undefined && { 'content-type': 'application/json' }),
    }
    try {
      const reply = await outbound.fetch(url.href, { method, headers, own, body, signal })
      const nothing = reply.status === 204 || isPastTheEnd(reply.status, turn)
      if (nothing || reply.status !== 200) reply.drop()
      if (nothing) return null
      if (reply.status !== 200) throw failureOfStatus(reply)
      return { reply, text: await textOf(reply) }
    } catch (error) {
      throw failureOf(error, hostname)
    }
  }

  async function read(turn: Turn, number: number, signal: AbortSignal): Promise<Page> {
    const found = await pageAt(turn, signal)
    if (!found) return { rows: [], sizes: [], next: null, digest: '' }
    const { reply, text } = found
    const page = readJson(text)
    if ('fault' in page) throw new SourceFailed(`${hostname} sends what ${page.fault}`)
    const elements = elementsOf(page.value, settings.path)
    const escapes = hasEscapes(text)
    return {
      rows: elements.map((element, at) => itemOf(element, number + at + 1, escapes)),
      sizes: elements.map(() => Math.ceil(text.length / elements.length)),
      next: nextOf(reply, turn, page.value, elements.length),
      digest: createHash('sha256').update(text).digest('base64'),
    }
  }

  function nextOf({ headers, url }: Fetched, turn: Turn, page: Cell, count: number): Turn {
    const next = turnAfter(pagination, turn, page, count, nextLink(headers.link))
    if (next === null) return null
    if (typeof next !== 'string' && typeof next !== 'number') {
      throw new SourceFailed(`${hostname} names the next page by what is neither a text nor a number`)
    }
    if (pagination.type !== 'link') return next
    if (!URL.canParse(String(next), url.href)) throw new SourceFailed(`${hostname} leads to what is no address`)
    const link = new URL(String(next), url)
    // What is kept of a link holds no secret; it is put there again.
    if (ownQuery) link.searchParams.delete(ownQuery.name)
    return link.href
  }

  async function* pages(after: Place | null, signal: AbortSignal): AsyncGenerator<Placed<Place>[]> {
    const isCircle = circle()
    let turn = after ? after.turn : firstTurn(pagination)
    let skip = after?.skip ?? 0
    let number = (after?.number ?? 0) - skip
    let mark = after ? after.mark : since
    let digest = ''
    let empty = 0
    for (;;) {
      signal.throwIfAborted()
      const page = await read(turn, number, signal)
      if (page.rows.length > 0 && page.digest === digest) {
        throw new SourceFailed(`${hostname} gives the same page again: it does not turn by these settings`)
      }
      empty = page.rows.length > 0 ? 0 : empty + 1
      if (empty === mostEmpty) throw new SourceFailed(`${hostname} gives ${mostEmpty} pages without a row, and no end`)
      const here = turn
      yield page.rows.slice(skip).map((item, index) => {
        if ('row' in item && incremental) mark = higher(mark, item.row[incremental.field])
        const at = skip + index
        return { item, bytes: page.sizes[at] ?? 0, end: { turn: here, skip: at + 1, number: item.number, mark } }
      })
      if (page.next === null) return
      if (isCircle(page.next)) throw new SourceFailed(`${hostname} leads from page to page in a circle`)
      number += page.rows.length
      digest = page.digest
      turn = page.next
      skip = 0
    }
  }

  return {
    split: async () => [null],
    async *read(_part: Resume, resume: Resume | null, size: number, signal: AbortSignal) {
      const after = resume as Place | null
      yield* inBatches(
        pages(after, signal),
        size,
        signal,
        ({ end }) => end,
        ({ end }) => end.mark,
      )
    },
    found: () => ({ encoding: null, delimiter: null, names: null }),
    close: () => outbound.close(),
  }
}

const sinceOf = ({ param, overlap }: NonNullable<RestSettings['incremental']>, since: Mark) => ({
  [param]: before(since, overlap),
})

const isObject = (cell: Cell): cell is { [name: string]: Cell } =>
  cell !== null && typeof cell === 'object' && !Array.isArray(cell)

/** @throws SourceFailed for what is too large or no text */
async function textOf({ body, url: { hostname } }: Fetched): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of body) {
    chunks.push(chunk)
    size += chunk.length
    if (size > largestPage) {
      throw new SourceFailed(`A page of ${hostname} is larger than ${largestPage / mebibyte} MiB: ask for fewer rows`)
    }
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks))
  } catch {
    throw new SourceFailed(`${hostname} sends what is no utf-8 text`)
  }
}

/** The elements of a list, or the one thing that stands in its place. */
function elementsOf(page: Cell, path: string[]): Cell[] {
  const found = cellAt(page, path)
  if (found === undefined) throw new SourceFailed(`There is nothing at '${path.join('.')}' in the reply`)
  if (found === null) return []
  return Array.isArray(found) ? found : [found]
}

function itemOf(element: Cell, number: number, escapes: boolean): Item {
  const fault = faultIn(element, escapes)
  const row = fault ? { fault } : rowIn({ value: element })
  return 'fault' in row ? brokenItem(number, row.fault, shown(element)) : { number, row: row.value }
}

function shown(element: Cell): string {
  try {
    return JSON.stringify(element)
  } catch {
    return ''
  }
}
