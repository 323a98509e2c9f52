import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import pg from 'pg'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { installation, openWorkspace, type TestWorkspace } from '@/e2e/workspace'
import { sql } from '@/lib/db/client'
import { migrate } from '@/lib/db/migrate'
import { openTransaction, type Tx } from '@/lib/db/transaction'
import { newId } from '@/lib/domain/id'
import { createPipeline } from '@/lib/domain/pipeline/create'
import { createRecord } from '@/lib/domain/record/create'
import { createRecords } from '@/lib/domain/record/create-many'
import { moveRecord } from '@/lib/domain/record/move'
import { updateRecord } from '@/lib/domain/record/update'

let workspace: TestWorkspace
let contacts: string

const inTx = <T>(work: (tx: Tx) => Promise<T>) =>
  openTransaction({ workspaceId: workspace.id, actor: installation, requestId: null }, work)
const objectNamed = async (name: string) =>
  (
    await sql<{ id: string }>('SELECT id FROM "CrmObject" WHERE "workspaceId" = $1 AND name = $2', [workspace.id, name])
  )[0]?.id ?? ''

beforeAll(async () => {
  workspace = await openWorkspace()
  contacts = await objectNamed('contacts')
})

const found = async (text: string, objectId = contacts, workspaceId = workspace.id): Promise<string[]> =>
  (
    await sql<{ id: string }>(
      `SELECT "recordId" AS id FROM "RecordSearch" WHERE "workspaceId" = $1 AND words @@ record_query($2, $3) ORDER BY 1`,
      [workspaceId, objectId, text],
    )
  ).map(({ id }) => id)

/** Where the words of a record stand on the disk: elsewhere as soon as they are written anew. */
const placeOf = async (id: string) =>
  (
    await sql<{ place: string }>(
      'SELECT ctid || \' \' || xmin AS place FROM "RecordSearch" WHERE "workspaceId" = $1 AND "recordId" = $2',
      [workspace.id, id],
    )
  )[0]?.place

/** What the database does besides when a record's columns are written so. */
const triggersOf = async (change: string, id: string): Promise<string[]> => {
  const [plan] = await sql<{ 'QUERY PLAN': [{ Triggers: { 'Trigger Name': string }[] }] }>(
    `EXPLAIN (ANALYZE, FORMAT JSON) UPDATE "CrmRecord" SET ${change} WHERE "workspaceId" = $1 AND id = $2`,
    [workspace.id, id],
  )
  return plan?.['QUERY PLAN'][0].Triggers.map((each) => each['Trigger Name']) ?? []
}

/** Records whose words are not those of their texts, and words without a record. */
const astray = () =>
  sql(
    `SELECT r.id, s."recordId" FROM "CrmRecord" r
     FULL JOIN "RecordSearch" s ON s."workspaceId" = r."workspaceId" AND s."recordId" = r.id
     WHERE coalesce(r."workspaceId", s."workspaceId") = $1
       AND s.words IS DISTINCT FROM record_words(r."objectId", r.title, r.description, r.tags, r.fields)`,
    [workspace.id],
  )

const strange = [
  "'",
  "''",
  '\\',
  '\\\\',
  ':',
  ':*',
  '&',
  '|',
  '!',
  '<->',
  '(',
  ')',
  '"',
  '\t',
  '\r\n',
  '\u0001',
  '\u001f',
]
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.array(fc.oneof(fc.constantFrom(...strange), fc.string({ unit: 'binary-ascii', maxLength: 4 })), { maxLength: 20 }),
  // Long words and many, and characters that become many.
  fc.tuple(
    fc.constantFrom('a', 'é', '漢', '\u{10400}', 'ﷺ', '㌖', '각', '\u0301', ' \u0301', '\u0301\u0327'),
    fc.nat(600),
  ),
)
const written = text.map((given) => {
  const [first, times] = given as [string, number]
  const whole = typeof times === 'number' ? first.repeat(times) : typeof given === 'string' ? given : given.join('')
  return whole.replaceAll('\0', '').toWellFormed()
})

describe('the words of records', () => {
  it('are kept whatever a record holds, and whatever is searched is answered', async () => {
    const record = fc.record({
      title: written,
      description: fc.option(written),
      tags: fc.array(written, { maxLength: 3 }),
      fields: fc.dictionary(written, fc.oneof(written, fc.array(written, { maxLength: 3 }), fc.double(), fc.boolean())),
    })
    const insert = `
      INSERT INTO "CrmRecord" ("workspaceId", "objectId", id, title, description, tags, fields)
      SELECT $1, $2, * FROM unnest($3::uuid[], $4::text[], $5::text[])
        CROSS JOIN LATERAL (SELECT $6::text[], $7::jsonb) more`
    await fc.assert(
      fc.asyncProperty(record, written, written, async ({ title, description, tags, fields }, other, search) => {
        const [one, two] = [newId(), newId()]
        const json = JSON.stringify(fields).replaceAll('\\u0000', '')
        await sql(insert, [workspace.id, contacts, [one, two], [title, other], [description, null], tags, json])
        await sql('UPDATE "CrmRecord" SET title = $3, fields = $4 WHERE "workspaceId" = $1 AND id = $2', [
          ...[workspace.id, two],
          ...[title, JSON.stringify({ own: other })],
        ])
        for (const each of [search, title, other]) await found(each)
        // Each of its words finds a record, as far as anybody would call it one.
        for (const word of title.match(/(?<![^ ])[a-z0-9]{1,50}(?![^ ])/gi) ?? []) {
          expect(await found(word)).toEqual(expect.arrayContaining([one, two]))
        }
        await sql('DELETE FROM "CrmRecord" WHERE "workspaceId" = $1 AND id = ANY($2)', [workspace.id, [one]])
      }),
      { numRuns: 150 },
    )
    expect(await astray()).toEqual([])
  })

  it('are kept of texts of any size', async () => {
    const most = 20_000
    for (const [description, search, finds] of [
      ['a'.repeat(most), 'a'.repeat(200), true],
      ['ﷺ'.repeat(most), 'ﷺ', true],
      [`a${'\u0301\u0327'.repeat(9_900)}`, 'a', true],
      [Array.from({ length: 4_000 }, (_, at) => `w${at}`).join(' '), 'w3999', true],
      [Array.from({ length: most / 2 }, (_, at) => String.fromCodePoint(0x4e00 + at)).join(' '), '\u4e00', true],
      ['é '.repeat(most / 2), 'e', true],
      ['. '.repeat(most / 2), 'a', false],
    ] as const) {
      const { id } = await inTx((tx) => createRecord(tx, { object: 'contacts', values: { title: '-', description } }))
      expect((await found(search)).includes(id), description.slice(0, 20)).toBe(finds)
    }
    // Far more than an index takes: what is beyond its bounds is not found, and nothing breaks.
    const huge = Object.fromEntries(
      Array.from({ length: 60 }, (_, at) => [`f${at}`, `${at}\u0301ﷺ㌖ ${'漢字'.repeat(9_000)}`]),
    )
    // Each of a hundred thousand marks is to stand before the one before it.
    const marks = `a${'\u0301\u0327'.repeat(100_000)}`
    for (const [fields, description] of [
      [huge, null],
      [{}, marks],
    ]) {
      await sql(
        `INSERT INTO "CrmRecord" ("workspaceId", "objectId", id, title, fields, description)
         VALUES ($1, $2, $3, 'Huge thing', $4, $5)`,
        [workspace.id, contacts, newId(), fields, description],
      )
    }
    expect(await found('huge thing')).toHaveLength(2)
  })

  it('are those of a short text in a long one too', async () => {
    const rows = await sql(
      `WITH letter AS (
         SELECT code, 'a' || chr(code) || 'b' AS text FROM generate_series(1, x'1ffff'::int) code
         WHERE code NOT BETWEEN x'd800'::int AND x'dfff'::int),
       page AS (
         SELECT min(code) AS code, string_agg(text, ' ' ORDER BY code) AS long,
                string_agg(words_of(text), ' ' ORDER BY code) AS short
         FROM letter GROUP BY code / 400)
       SELECT to_hex(code) FROM page WHERE words_of(long) <> short`,
      [],
    )
    expect(rows).toEqual([])
  })

  it('hold every letter and digit of any script', async () => {
    const letters = Array.from({ length: 0x20000 }, (_, code) => code)
      .filter((code) => code < 0xd800 || code > 0xdfff)
      .map((code) => String.fromCodePoint(code))
      .filter((letter) => /^[\p{L}\p{Nd}]+$/u.test(letter.normalize('NFKD')))
    expect(letters.length).toBeGreaterThan(70_000)
    const rows = await sql(
      `SELECT letter, words_of('a' || letter || 'b') FROM unnest($1::text[]) letter WHERE words_of('a' || letter || 'b') ~ '^ab?$| '`,
      [letters],
    )
    expect(rows).toEqual([])
  })

  it('of one object are not found by another whose mark is the same, nor by another workspace', async () => {
    const other = await openWorkspace()
    const end = contacts.slice(-6)
    const [twin, stranger] = [newId().slice(0, -6) + end, newId().slice(0, -6) + end]
    const ids: string[] = []
    for (const [at, objectId] of [
      [workspace.id, contacts],
      [workspace.id, twin],
      [other.id, stranger],
    ] as const) {
      if (objectId !== contacts) {
        await sql(
          'INSERT INTO "CrmObject" ("workspaceId", id, name, "displayName") VALUES ($1, $2, \'twins\', \'Twins\')',
          [at, objectId],
        )
      }
      const id = newId()
      await sql('INSERT INTO "CrmRecord" ("workspaceId", "objectId", id, title) VALUES ($1, $2, $3, \'Gemini\')', [
        ...[at, objectId, id],
      ])
      ids.push(id)
    }
    expect(await found('gemini')).toEqual(ids.slice(0, 2))
    expect(await found('gemini', stranger, other.id)).toEqual(ids.slice(2))
    expect(await found('gemini', await objectNamed('companies'))).toEqual([])
  })

  it('cost a move nothing, nor a change that is none of words', async () => {
    const board = await inTx((tx) =>
      createPipeline(tx, { name: 'Sales', stages: ['A', 'B'].map((name) => ({ name, type: 'open' })) }),
    )
    const [first, second] = board.stages.map(({ id }) => id) as [string, string]
    const values = { title: 'Sloop', tags: ['fair', 'new'] }
    const { id } = await inTx((tx) => createRecord(tx, { values, to: { stageId: first } }))
    const place = await placeOf(id)
    expect(place).toBeDefined()
    await inTx((tx) => moveRecord(tx, id, { stageId: second, at: 'end' }))
    await inTx((tx) => updateRecord(tx, id, { values: { value: 5, currency: 'EUR', source: 'fair' } }))
    await inTx((tx) => updateRecord(tx, id, { values: { tags: ['new', 'fair'], title: 'sloop' } }))
    expect(await placeOf(id)).toBe(place)
    expect(await triggersOf('value = 7, rank = rank', id)).not.toContain('CrmRecord_search_update')
    expect(await triggersOf("title = 'Yawl'", id)).toContain('CrmRecord_search_update')
    await inTx((tx) => updateRecord(tx, id, { values: { title: 'Ketch' } }))
    expect(await placeOf(id)).not.toBe(place)
  })

  it('are kept of records that come in batches, by COPY, and that go', async () => {
    const ids = await inTx((tx) =>
      createRecords(
        tx,
        'contacts',
        ['Brig', 'Brigantine'].map((title) => ({ values: { title } })),
      ),
    )
    const copied = newId()
    await copy(
      'COPY "CrmRecord" ("workspaceId", "objectId", id, title) FROM STDIN',
      `${workspace.id}\t${contacts}\t${copied}\tBrig\\tcopied\n`,
    )
    expect(await found('brig')).toEqual([...ids, copied].sort())
    expect(await found('copied')).toEqual([copied])
    await sql('DELETE FROM "CrmRecord" WHERE "workspaceId" = $1 AND id = $2', [workspace.id, copied])
    expect(await found('brig')).toEqual([...ids].sort())
    expect(await astray()).toEqual([])
  })

  it('are there of records that were there before', async () => {
    const name = `search_${newId().slice(-12)}`
    const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'throughline-before-'))
    const all = path.resolve('prisma/migrations')
    for (const each of fs.readdirSync(all).filter((each) => each < '20261122061000')) {
      fs.cpSync(path.join(all, each), path.join(dir, each), { recursive: true })
    }
    await sql(`CREATE DATABASE ${name}`, [])
    const url = Object.assign(new URL(inject('databaseUrl')), { pathname: `/${name}` }).href
    const client = new pg.Client({ connectionString: url })
    try {
      await migrate(url, dir)
      await client.connect()
      const [at, objectId, id] = [newId(), newId(), newId()]
      await client.query('INSERT INTO "Workspace" (id, slug, name) VALUES ($1, $2, $2)', [at, 'before'])
      await client.query(
        `INSERT INTO "CrmObject" ("workspaceId", id, name, "displayName") VALUES ($1, $2, 'ships', 'Ships')`,
        [at, objectId],
      )
      await client.query(
        `INSERT INTO "CrmRecord" ("workspaceId", "objectId", id, title, fields) VALUES ($1, $2, $3, 'Argo', '{"port": "Iolkos"}')`,
        [at, objectId, id],
      )
      await migrate(url)
      const { rows } = await client.query(
        'SELECT "recordId" AS id FROM "RecordSearch" WHERE "workspaceId" = $1 AND words @@ record_query($2, $3)',
        [at, objectId, 'iol arg'],
      )
      expect(rows).toEqual([{ id }])
    } finally {
      await client.end()
      await sql(`DROP DATABASE ${name} WITH (FORCE)`, [])
      fs.rmSync(dir, { recursive: true, force: true })
    }
  })
})

/** Sends rows to the database as pg_restore does. */
async function copy(statement: string, rows: string): Promise<void> {
  const client = new pg.Client({ connectionString: inject('databaseUrl') })
  await client.connect()
  interface Wire {
    query(text: string): void
    sendCopyFromChunk(chunk: Buffer): void
    endCopyFrom(): void
  }
  try {
    await new Promise<void>((done, fail) => {
      client.query({
        submit: (wire: Wire) => wire.query(statement),
        handleCopyInResponse: (wire: Wire) => {
          wire.sendCopyFromChunk(Buffer.from(rows))
          wire.endCopyFrom()
        },
        handleCommandComplete: () => {},
        handleReadyForQuery: () => done(),
        handleError: fail,
      } as unknown as pg.Submittable)
    })
  } finally {
    await client.end()
  }
}
