import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ForeignDatabase, openForeignDatabase } from '@/e2e/foreign-database'
import { batchesOf, itemsOf, unstopped } from '@/e2e/memory-file'
import { readAllowList } from '@/lib/net/allow-list'
import type { Config } from '../../connector/settings'
import type { Item, Resume } from '../../flow/row'
import type { NewsMark } from './news'
import { postgresReader } from './reader'
import { postgresSettings } from './settings'

let db: ForeignDatabase
let guard: { allow: ReturnType<typeof readAllowList> }
beforeAll(async () => {
  db = await openForeignDatabase()
  guard = { allow: readAllowList(db.address) }
})
afterAll(() => db.drop())

const reader = (config: Config, since: NewsMark | null = null) => {
  const { host, port, database, user, password } = db
  return postgresReader(postgresSettings({ host, port, database, user, ...config }, { password }), since, guard)
}
const rows = (items: Item[]) => items.map((item) => ('row' in item ? { ...item.row } : item.broken))
const read = async (...given: Parameters<typeof reader>) => rows(await itemsOf(reader(...given)))
const stored = (value: Resume) => JSON.parse(JSON.stringify(value))
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => from + at)

describe('the values of a database', () => {
  it('become cells without a loss', async () => {
    await db.run(`
      CREATE TYPE mood AS ENUM ('glad', 'sad');
      CREATE TYPE point_of AS (x int, y int);
      CREATE DOMAIN code AS text CHECK (value <> '');
      CREATE TABLE kinds (id int PRIMARY KEY, what text, value text)`)
    const values: [string, unknown][] = [
      ['1::smallint', 1],
      ['-2147483648', -2147483648],
      ['9007199254740991::bigint', 9007199254740991],
      ['9007199254740993::bigint', '9007199254740993'],
      ['10.50::numeric(12,2)', 10.5],
      ['0.1::numeric', 0.1],
      ['-0.00::numeric', 0],
      ['1200::numeric', 1200],
      ['123456789012345::numeric', 123456789012345],
      ['1234567890123456.78::numeric', '1234567890123456.78'],
      ['0.1000000000000000055::numeric', '0.1000000000000000055'],
      ["'NaN'::numeric", 'NaN'],
      ['1.5::float8', 1.5],
      ['0.1::float4', 0.1],
      ["'Infinity'::float8", 'Infinity'],
      ['true', true],
      ['false', false],
      ["'Zoë 🚀'::text", 'Zoë 🚀'],
      ["'ab'::char(4)", 'ab  '],
      ["'x'::code", 'x'],
      ["'glad'::mood", 'glad'],
      ["'2026-02-28'::date", '2026-02-28'],
      ["'2026-03-01 01:30:00.123456+02'::timestamptz", '2026-02-28T23:30:00.123456Z'],
      ["'2026-03-01 01:30:00'::timestamp", '2026-03-01T01:30:00Z'],
      ["'infinity'::timestamptz", 'infinity'],
      ["'0044-03-15 12:00:00+00 BC'::timestamptz", '0044-03-15 12:00:00+00 BC'],
      ["'12:30'::time", '12:30:00'],
      ["'1 day 2 hours'::interval", 'P1DT2H'],
      ["'1b4e28ba-2fa1-11d2-883f-0016d3cca427'::uuid", '1b4e28ba-2fa1-11d2-883f-0016d3cca427'],
      ["'\\xdead'::bytea", '\\xdead'],
      [`'{"n": 12345678901234567890, "a": [1, null]}'::jsonb`, { n: '12345678901234567890', a: [1, null] }],
      [`'"text"'::json`, 'text'],
      ['ARRAY[1, NULL, 3]', [1, null, 3]],
      ['ARRAY[9007199254740993, 1]::bigint[]', ['9007199254740993', 1]],
      [`ARRAY['a,b', '"c"', NULL]`, ['a,b', '"c"', null]],
      ["ARRAY['glad']::mood[]", ['glad']],
      ['ROW(1, 2)::point_of', { x: 1, y: 2 }],
      ["'192.168.0.1'::inet", '192.168.0.1'],
      ['NULL::int', null],
      ['NULL::int[]', null],
    ]
    const query = `SELECT ${values.map(([expression], at) => `${expression} AS "v${at}"`).join(', ')} -- a comment`
    const [row] = await itemsOf(reader({ query }))
    const cells = row && 'row' in row ? Object.values(row.row) : []
    expect(cells.map((cell, at) => [values[at]?.[0], cell])).toEqual(values)
  })

  it('that no text can hold break their row alone', async () => {
    const query = `SELECT i AS id, CASE WHEN i = 2 THEN '{"a":"\\u0000"}' ELSE '{}' END::json AS doc
      FROM generate_series(1, 3) AS i`
    expect(await read({ query, orderBy: 'id' })).toEqual([
      { id: 1, doc: {} },
      "The row has a 'doc' that holds a NUL character",
      { id: 3, doc: {} },
    ])
  })

  it('break their row alone where it is longer than 8 MiB', async () => {
    const query =
      "SELECT i AS id, repeat('x', CASE WHEN i = 2 THEN 8388608 ELSE 1 END) AS t FROM generate_series(1, 3) i"
    const [, broken, after] = await itemsOf(reader({ query, orderBy: 'id' }))
    expect(broken).toMatchObject({ number: 2, broken: 'The row is longer than 8 MiB' })
    expect(after).toEqual({ number: 3, row: { id: 3, t: 'x' } })
  })

  it('come by the names of their columns, whatever these are', async () => {
    await db.run(
      `CREATE SCHEMA "odd ""schema"; CREATE TABLE "odd ""schema"."T;able" ("a ""b" int PRIMARY KEY, "C" int)`,
    )
    await db.run('INSERT INTO "odd ""schema"."T;able" VALUES (1, 2)')
    expect(await read({ schema: 'odd "schema', table: 'T;able' })).toEqual([{ 'a "b': 1, C: 2 }])
    expect(await read({ query: 'SELECT 1 AS a, 2 AS a, 3 AS " a_2 ", 4;  ' })).toEqual([
      { a: 1, a_3: 2, a_2: 3, '?column?': 4 },
    ])
    expect(await read({ query: 'SELECT 1 AS "__proto__" WHERE false' })).toEqual([])
  })
})

describe('a table', () => {
  beforeAll(async () => {
    await db.run('CREATE TABLE many (id bigint PRIMARY KEY, half int, name text)')
    await db.run(`INSERT INTO many SELECT i, i / 2, 'name ' || i FROM generate_series(1, 12345) AS i ORDER BY random()`)
  })

  it('is read in the order of its primary key, in batches', async () => {
    const opened = reader({ table: 'many' })
    const batches = await batchesOf(opened, { size: 1000 })
    expect(batches.map(({ items }) => items.length)).toEqual([...Array(12).fill(1000), 345])
    const items = batches.flatMap(({ items }) => items)
    expect(items.map(({ number }) => number)).toEqual(range(1, 12345))
    expect(rows(items).map((row) => (row as { id: number }).id)).toEqual(range(1, 12345))
    expect(opened.found()).toEqual({ encoding: null, delimiter: null, names: ['id', 'half', 'name'] })
  })

  it('goes on behind any batch as if it had never stopped', async () => {
    const config = { table: 'many', orderBy: 'half' }
    const all = await batchesOf(reader(config), { size: 997 })
    const items = all.flatMap((batch) => batch.items)
    expect(items.length).toBe(12345)
    for (const at of [0, 5, 11, 12]) {
      const rest = await itemsOf(reader(config), { size: 500, after: stored(all[at]?.resume) })
      expect(rest).toEqual(items.slice(997 * (at + 1)))
    }
  })

  it.each([null, 'half', 'name'])('is the sum of its parts, by ranges of %s', async (by) => {
    const opened = reader({ table: 'many' })
    const parts = await opened.split(4, by)
    expect(parts).toHaveLength(4)
    const each = await Promise.all(parts.map((part) => itemsOf(opened, { part: stored(part), size: 1000 })))
    const ids = each.flatMap((items) => rows(items).map((row) => (row as { id: number }).id))
    expect(ids.sort((a, b) => a - b)).toEqual(range(1, 12345))
    for (const items of each) expect(items.length).toBeGreaterThan(2000)
  })

  it('has rows without a value in its last part, and one part where it is small', async () => {
    await db.run('CREATE TABLE few (id int PRIMARY KEY, area int)')
    await db.run('INSERT INTO few SELECT i, nullif(i % 3, 0) FROM generate_series(1, 3000) AS i')
    const opened = reader({ table: 'few' })
    const parts = await opened.split(2, 'area')
    const counts = await Promise.all(parts.map(async (part) => (await itemsOf(opened, { part })).length))
    expect(counts.reduce((sum, count) => sum + count)).toBe(3000)
    expect(await opened.split(1)).toHaveLength(1)
    expect(await reader({ query: 'SELECT 1 AS id', orderBy: 'id' }).split(8)).toHaveLength(1)
    await expect(opened.split(2, 'missing')).rejects.toThrow("There is no column 'missing', which 'partitioning' names")
  })

  it('is seen as it stood when reading began', async () => {
    await db.run('CREATE TABLE moving (id int PRIMARY KEY)')
    await db.run('INSERT INTO moving SELECT generate_series(1, 100)')
    const opened = reader({ table: 'moving' })
    const [part] = await opened.split(1)
    const seen: Item[] = []
    for await (const { items } of opened.read(part, null, 10, unstopped)) {
      if (seen.length === 0) await db.run('DELETE FROM moving WHERE id > 5; INSERT INTO moving VALUES (101)')
      seen.push(...items)
    }
    expect(seen.map(({ number }) => number)).toEqual(range(1, 100))
  })

  it('of no rows gives none', async () => {
    await db.run('CREATE TABLE nothing (id int PRIMARY KEY)')
    expect(await read({ table: 'nothing' })).toEqual([])
  })

  it('is let go of at once by who stops', async () => {
    const stop = new AbortController()
    const opened = reader({ query: 'SELECT generate_series(1, 100000000) AS id' })
    const [part] = await opened.split(1)
    let count = 0
    const reading = async () => {
      for await (const { items } of opened.read(part, null, 100, stop.signal)) {
        count += items.length
        if (count === 1000) stop.abort(new Error('enough'))
      }
    }
    await expect(reading()).rejects.toThrow('enough')
    expect(count).toBe(1000)
    const asleep = new AbortController()
    const waiting = itemsOf(reader({ query: 'SELECT pg_sleep(60)' }), { signal: asleep.signal })
    setTimeout(() => asleep.abort(new Error('enough')), 50)
    await expect(waiting).rejects.toThrow('enough')
  })
})

describe('what tells rows apart', () => {
  it('may be several columns', async () => {
    await db.run('CREATE TABLE pairs (a text, b int, PRIMARY KEY (b, a))')
    await db.run(`INSERT INTO pairs SELECT chr(96 + i % 7 + 1), i FROM generate_series(1, 70) AS i`)
    const [first] = await batchesOf(reader({ table: 'pairs' }), { size: 33 })
    expect(first?.resume).toEqual({ number: 33, key: ['33', 'f'] })
    expect(await itemsOf(reader({ table: 'pairs' }), { after: first?.resume })).toHaveLength(37)
    expect(await read({ query: 'SELECT * FROM pairs', orderBy: 'a, b' })).toHaveLength(70)
  })

  it('must tell them apart', async () => {
    const query = 'SELECT i, i / 2 AS half FROM generate_series(1, 9) AS i'
    await expect(read({ query, orderBy: 'half' })).rejects.toThrow("Two rows have the key '1'")
    const lacking = 'SELECT nullif(i, 5) AS i FROM generate_series(1, 9) AS i'
    const said = "There are rows without a value in 'i', which is to tell rows apart"
    await expect(read({ query: lacking, orderBy: 'i' })).rejects.toThrow(said)
    // They come last, and are not forgotten by who goes on.
    const after = { number: 8, key: ['9'] }
    await expect(itemsOf(reader({ query: lacking, orderBy: 'i' }), { after })).rejects.toThrow(said)
    await expect(read({ query, orderBy: 'missing' })).rejects.toThrow(
      "There is no column 'missing', which 'orderBy' names",
    )
  })

  it('is needed to go on, and not to read', async () => {
    const query = 'SELECT 1 AS n UNION ALL SELECT 1'
    const [first] = await batchesOf(reader({ query }), { size: 1 })
    expect(first?.items).toHaveLength(1)
    await expect(itemsOf(reader({ query }), { after: stored(first?.resume) })).rejects.toThrow("say in 'orderBy'")
  })
})

describe('what is new', () => {
  const config = { table: 'news', cursorField: 'at' }
  const run = async (since: NewsMark | null, more: Config = {}, parts = 1) => {
    const opened = reader({ ...config, ...more }, since)
    const found = await Promise.all(
      (await opened.split(parts)).map((part) => batchesOf(opened, { part: stored(part), size: 2 })),
    )
    const batches = found.flat()
    const ids = rows(batches.flatMap(({ items }) => items)).map((row) => (typeof row === 'string' ? row : row.id))
    return { ids, mark: stored(batches.at(-1)?.mark ?? since) as NewsMark }
  }
  const add = (...values: [number, string | null][]) =>
    Promise.all(values.map((each) => db.run('INSERT INTO news VALUES ($1, $2)', each)))

  beforeAll(() => db.run('CREATE TABLE news (id int PRIMARY KEY, at timestamptz, day date, n bigint, t text)'))

  it('is read once, and late rows with the same value are not missed', async () => {
    await add(
      [10, '2026-01-01T00:00:00.000001Z'],
      [20, '2026-01-01T00:00:00.000002Z'],
      [30, '2026-01-01T00:00:00.000002Z'],
    )
    const first = await run(null)
    expect(first.ids).toEqual([10, 20, 30])
    expect((await run(first.mark)).ids).toEqual([])
    // With keys before, between and behind those that were read.
    await add(
      [5, '2026-01-01T00:00:00.000002Z'],
      [25, '2026-01-01T00:00:00.000002Z'],
      [35, '2026-01-01T00:00:00.000002Z'],
    )
    await add([1, '2026-01-01T00:00:00.000001Z'])
    const second = await run(first.mark)
    expect(second.ids).toEqual([5, 25, 35])
    expect((await run(second.mark)).ids).toEqual([])
    await add([2, '2026-01-01T00:00:00.000003Z'])
    const third = await run(second.mark)
    expect(third.ids).toEqual([2])
    // What was late by more than its value is found within the window.
    expect((await run(third.mark, { overlap: 1 })).ids).toEqual([1, 2, 5, 10, 20, 25, 30, 35])
    await add([3, '2026-01-01T00:01:00Z'])
    expect((await run(third.mark, { overlap: 1 })).ids).toContain(3)
    expect((await run({ ...third.mark, value: '2026-01-01 00:02:00+00' }, { overlap: 60 })).ids).toEqual([3])
  })

  it('ends where it stood when the run began, for every part', async () => {
    await db.run('TRUNCATE news')
    await db.run(
      `INSERT INTO news SELECT i, timestamptz '2026-01-01' + i * interval '1 s' FROM generate_series(1, 4000) i`,
    )
    const opened = reader(config)
    const parts = await opened.split(4)
    expect(parts).toHaveLength(4)
    const first = await itemsOf(opened, { part: parts[0] })
    await add([0, '2026-02-01Z'], [9000, '2026-02-02Z'])
    const others = await Promise.all(parts.slice(1).map((part) => batchesOf(opened, { part })))
    const rest = others.flat()
    expect(first.length + rest.flatMap(({ items }) => items).length).toBe(4000)
    const marks = new Set(rest.map(({ mark }) => JSON.stringify(mark)))
    expect([...marks]).toHaveLength(1)
    expect((await run(JSON.parse([...marks][0] as string))).ids).toEqual([0, 9000])
  })

  it('is told by the key where very many rows have the same value', async () => {
    await db.run('TRUNCATE news')
    await db.run(`INSERT INTO news SELECT i, '2026-01-01' FROM generate_series(1, 500) AS i`)
    const { mark, ids } = await run(null)
    expect([ids.length, mark.keys]).toEqual([500, [['500']]])
    await add([501, '2026-01-01'])
    expect((await run(mark)).ids).toEqual([501])
  })

  it('needs a value: a row without one is broken, in every run', async () => {
    await db.run('TRUNCATE news')
    await add([1, '2026-01-01Z'], [2, null])
    const broken = "The row has no 'at', which is to tell whether it is new"
    const { ids, mark } = await run(null)
    expect(ids).toEqual([1, broken])
    expect((await run(mark)).ids).toEqual([broken])
    await db.run('TRUNCATE news')
    expect((await run(mark)).mark).toEqual(mark)
  })

  it.each([
    ['day', '2026-01-03', 86_400, [2, 3]],
    ['n', '30', 10, [2, 3]],
    ['t', 'c', 10, [3]],
  ])('may be told by a column such as %s', async (cursorField, value, overlap, again) => {
    await db.run('TRUNCATE news')
    await db.run(
      `INSERT INTO news SELECT i, NULL, date '2025-12-31' + i, i * 10, chr(96 + i) FROM generate_series(1, 3) AS i`,
    )
    const { ids, mark } = await run(null, { cursorField })
    expect([ids, mark.value]).toEqual([[1, 2, 3], value])
    expect((await run(mark, { cursorField })).ids).toEqual([])
    expect((await run(mark, { cursorField, overlap })).ids).toEqual(again)
    // A mark of another column is none.
    expect((await run({ ...mark, field: 'other' }, { cursorField })).ids).toEqual([1, 2, 3])
  })

  it('needs what tells rows apart', async () => {
    const opened = reader({ query: 'SELECT 1 AS n', cursorField: 'n' })
    await expect(opened.split(1)).rejects.toThrow("Setting 'orderBy' is missing")
  })
})

describe('only reading is possible', () => {
  beforeAll(() => db.run('CREATE TABLE safe (id serial PRIMARY KEY); INSERT INTO safe DEFAULT VALUES'))

  it.each([
    'DELETE FROM safe RETURNING id',
    'WITH gone AS (DELETE FROM safe RETURNING id) SELECT id FROM gone',
    'SELECT 1; DELETE FROM safe',
    'SELECT 1) AS s; COMMIT; DELETE FROM safe; SELECT * FROM (SELECT 1',
    'SELECT id FROM safe FOR UPDATE',
    "SELECT nextval('safe_id_seq')",
    "SELECT set_config('transaction_read_only', 'off', false), lo_create(0)",
    "SELECT query_to_xml('DELETE FROM safe', true, true, '')",
    '',
  ])('and no such query as %j', async (query) => {
    await expect(read({ query, ...(query === '' && { table: null }) })).rejects.toMatchObject({
      name: 'SourceFailed',
      temporary: false,
    })
    expect(await db.run('SELECT count(*)::int AS count FROM safe')).toEqual([{ count: 1 }])
    expect(await db.run(`SELECT last_value::int FROM safe_id_seq`)).toEqual([{ last_value: 1 }])
  })
})
