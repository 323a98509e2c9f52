import type { Guard } from '@/lib/net/target'
import type { Item, Resume, Row } from '../../flow/row'
import { rowOf } from '../../flow/row'
import { brokenItem } from '../broken'
import { SourceFailed } from '../failed'
import { inBatches, type Placed } from '../gather'
import { largestRow, mebibyte, type Reader } from '../reader'
import { cellReader, isAskedAsJson } from './cell'
import { markNow, type NewsMark, newsSince } from './news'
import { inPart, type TablePart, tableParts } from './parts'
import { keyColumns, openSession, placeOf, type Session } from './session'
import type { PostgresSettings } from './settings'
import { behind, type Condition, column, statement, where } from './statement'

/** Behind a row. */
interface Place {
  number: number
  key: string[]
}

type Texts = (string | null)[]

/** Reads a table or a query of a PostgreSQL database, as it stands when a part is begun, in the order of its key. */
export function postgresReader(settings: PostgresSettings, since: NewsMark | null, guard: Guard): Reader {
  const { incremental } = settings
  let names: string[] | null = null

  async function open(signal: AbortSignal): Promise<Session> {
    const session = await openSession(settings, guard, signal)
    names = session.columns.map(({ name }) => name)
    return session
  }

  async function* rows(part: TablePart, after: Place | null, signal: AbortSignal): AsyncGenerator<Placed<Place>[]> {
    const session = await open(signal)
    try {
      const conditions = [
        ...inPart(session, part),
        ...(incremental ? await newsSince(session, incremental, since, part.until) : []),
        ...(after ? await behindPlace(session, after) : []),
      ]
      await session.ask(declared(session, conditions))
      const placed = placing(session, after, incremental?.field ?? null)
      for await (const some of fetched(session, signal)) yield some.map(placed)
    } finally {
      session.close()
    }
  }

  return {
    async split(most, by = null) {
      if (most < 2 && !incremental) return [{ field: null, from: null, to: null, until: null } satisfies TablePart]
      const session = await open(new AbortController().signal)
      try {
        const until = incremental ? await markNow(session, incremental) : null
        return await tableParts(session, settings, since, until, most, by)
      } finally {
        session.close()
      }
    },
    async *read(part: Resume, resume: Resume | null, size: number, signal: AbortSignal) {
      signal.throwIfAborted()
      const { until } = part as TablePart
      const found = rows(part as TablePart, resume as Place | null, signal)
      const mark = () => until ?? since
      yield* inBatches(found, size, signal, ({ end }) => end, mark)
    },
    found: () => ({ encoding: null, delimiter: null, names }),
    close: async () => {},
  }
}

function declared(session: Session, conditions: Condition[]) {
  const cells = session.columns.map(({ type }, at) => (isAskedAsJson(type) ? `to_json(${column(at)})` : column(at)))
  const key = keyColumns(session)
  const order = key.length > 0 ? `ORDER BY ${key.join(', ')}` : ''
  // The key stands a second time behind the cells, as it is compared.
  const what = [...cells, ...key].join(', ')
  return statement(`DECLARE source NO SCROLL CURSOR FOR SELECT ${what} FROM ${session.from}`, where(conditions), order)
}

async function behindPlace(session: Session, { key }: Place): Promise<Condition[]> {
  const columns = keyColumns(session)
  if (columns.length === 0 || columns.length !== key.length) {
    throw new SourceFailed("What was begun cannot be gone on with: say in 'orderBy' which column tells rows apart")
  }
  // Those without a key come last, and are behind nothing.
  const lacking = { text: columns.map((each) => `${each} IS NULL`).join(' OR '), values: [] }
  const { rows } = await session.ask(statement(`SELECT 1 FROM ${session.from}`, where([lacking]), 'LIMIT 1'))
  if (rows.length > 0) throw lackingKey(session)
  return [behind(columns, key)]
}

const lackingKey = ({ columns, key }: Session) =>
  new SourceFailed(
    `There are rows without a value in ${key.map((at) => `'${columns[at]?.name}'`).join(' or ')}, which is to tell rows apart`,
  )

/** How much is fetched at once, and how many rows at first, when it is not known yet how large they are. */
const aim = mebibyte
const [firstRows, mostRows] = [10, 5000]

async function* fetched({ ask }: Session, signal: AbortSignal): AsyncGenerator<Texts[]> {
  for (let count = firstRows; ; ) {
    const { rows } = await ask({ text: `FETCH FORWARD ${count} FROM source`, values: [] })
    signal.throwIfAborted()
    if (rows.length > 0) yield rows
    if (rows.length < count) return
    const each = rows.reduce((sum, row) => sum + lengthOf(row), 0) / rows.length
    count = Math.max(1, Math.min(mostRows, count * 10, Math.floor(aim / (each + 1))))
  }
}

const lengthOf = (row: Texts): number => row.reduce((sum, text) => sum + (text?.length ?? 0), 0)

/** Makes items of rows, one after the other. */
function placing(session: Session, after: Place | null, cursor: string | null): (row: Texts) => Placed<Place> {
  const { columns, key } = session
  const item = itemMaker(session, cursor)
  let { number, key: last } = after ?? { number: 0, key: [] as string[] }
  return (row) => {
    number++
    const texts = row.slice(columns.length)
    if (texts.includes(null)) throw lackingKey(session)
    if (key.length > 0 && last.length > 0 && texts.every((text, at) => text === last[at])) {
      throw new SourceFailed(
        `Two rows have the key '${texts.join(', ').slice(0, 100)}': 'orderBy' must tell them apart`,
      )
    }
    last = texts as string[]
    return { item: item(row, number), bytes: lengthOf(row), end: { number, key: last } }
  }
}

function itemMaker({ columns, mayBeNoText }: Session, cursor: string | null): (row: Texts, number: number) => Item {
  const names = columns.map(({ name }) => name)
  const readers = columns.map(({ type }) => cellReader(type))
  const cursorAt = cursor === null ? null : placeOf(columns, cursor, "'cursorField'")
  return (texts, number) => {
    const broken = (why: string) => brokenItem(number, why, shown(names, texts))
    if (lengthOf(texts) > largestRow) return broken(`is longer than ${largestRow / mebibyte} MiB`)
    if (mayBeNoText && texts.some((text) => text?.includes('\ufffd'))) return broken('holds what is no utf-8 text')
    if (cursorAt !== null && texts[cursorAt] === null) {
      return broken(`has no '${cursor}', which is to tell whether it is new`)
    }
    const cells: Row[string][] = []
    for (const [at, read] of readers.entries()) {
      const text = texts[at] ?? null
      const cell = text === null ? { value: null } : read(text)
      if ('fault' in cell) return broken(`has a '${names[at]}' that ${cell.fault}`)
      cells.push(cell.value)
    }
    return { number, row: rowOf(names, cells) }
  }
}

const shown = (names: string[], texts: Texts): string =>
  JSON.stringify(Object.fromEntries(names.map((name, at) => [name, texts[at]?.slice(0, 1000) ?? null])))
