import pg from 'pg'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { newId } from '@/lib/domain/id'
import { migrate } from './migrate'

const name = `marks_${Math.random().toString(36).slice(2)}`
const url = Object.assign(new URL(inject('databaseUrl')), { pathname: `/${name}` }).href
const workspaceId = newId()
let client: pg.Client

beforeAll(async () => {
  await onServer(`CREATE DATABASE ${name}`)
  await migrate(url)
  client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(`INSERT INTO "Workspace" (id, slug, name) VALUES ($1, 'marks', 'Marks')`, [workspaceId])
})
afterAll(async () => {
  await client.end()
  await onServer(`DROP DATABASE ${name} WITH (FORCE)`)
})

async function onServer(statement: string): Promise<void> {
  const server = new pg.Client({ connectionString: inject('databaseUrl') })
  await server.connect()
  await server.query(statement).finally(() => server.end())
}

async function happens(): Promise<bigint> {
  const { rows } = await client.query(
    `INSERT INTO "Event" ("workspaceId", id, verb, door) VALUES ($1, $2, 'record.move', 'cli') RETURNING mark`,
    [workspaceId, newId()],
  )
  return BigInt(rows[0].mark)
}

const offset = async () => (await client.query('SELECT "markOffset" FROM "Installation"')).rows[0]?.markOffset
const served = async () =>
  (await client.query('SELECT mark FROM "Event" WHERE mark < event_horizon() ORDER BY mark')).rows.map(({ mark }) =>
    BigInt(mark),
  )

test('a database that is only started again keeps its marks as they are', async () => {
  const before = await happens()
  await migrate(url)
  expect(await offset()).toBeUndefined()
  expect(await happens()).toBeGreaterThan(before)
})

test('one restored into a cluster that has counted less goes on after the last mark it holds, as often as it takes', async () => {
  for (const far of [5_000_000_000n, 90_000_000_000n]) {
    // As if these events were written by a cluster that had counted so far.
    await client.query('UPDATE "Event" SET mark = mark + $1', [far])
    const [last] = (await client.query('SELECT max(mark) AS mark FROM "Event"')).rows
    await migrate(url)
    const next = await happens()
    expect(next).toBeGreaterThan(BigInt(last.mark))
    expect(next - BigInt(last.mark)).toBeLessThan(1000n)
    await expect.poll(served).toContain(next)
    const kept = await offset()
    await migrate(url)
    expect(await offset()).toBe(kept)
  }
})
