import { createHash } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, expect, inject, test, vi } from 'vitest'
import { migrate } from './migrate'

let dir: string
let url: string
let client: pg.Client

beforeEach(async () => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), 'throughline-migrations-'))
  const name = `migrate_${Math.random().toString(36).slice(2)}`
  await onServer((server) => server.query(`CREATE DATABASE ${name}`))
  url = Object.assign(new URL(inject('databaseUrl')), { pathname: `/${name}` }).href
  client = new pg.Client({ connectionString: url })
  await client.connect()
  migration('20260101000000_first', 'CREATE TABLE deal (id int PRIMARY KEY); INSERT INTO deal VALUES (1);')
})

afterEach(async () => {
  await client.end()
  await onServer((server) => server.query(`DROP DATABASE "${new URL(url).pathname.slice(1)}" WITH (FORCE)`))
  fs.rmSync(dir, { recursive: true, force: true })
})

test('applies migrations in the order of their names, each once', async () => {
  migration('20260102000000_second', 'ALTER TABLE deal ADD COLUMN title text')
  expect(await migrate(url, dir)).toEqual(['20260101000000_first', '20260102000000_second'])
  expect(await migrate(url, dir)).toEqual([])
  migration('20260103000000_third', 'DROP TABLE deal')
  expect(await migrate(url, dir)).toEqual(['20260103000000_third'])
})

test("keeps Prisma's bookkeeping", async () => {
  await migrate(url, dir)
  const { rows } = await client.query('SELECT * FROM "_prisma_migrations"')
  expect(rows).toMatchObject([
    {
      migration_name: '20260101000000_first',
      checksum: createHash('sha256').update(sqlOf('20260101000000_first')).digest('hex'),
      finished_at: expect.any(Date),
      rolled_back_at: null,
      applied_steps_count: 1,
    },
  ])
})

test('eight at once apply it once', async () => {
  const applied = await Promise.all(Array.from({ length: 8 }, () => migrate(url, dir)))
  expect(applied.flat()).toEqual(['20260101000000_first'])
  expect((await client.query('SELECT count(*)::int AS n FROM deal')).rows).toEqual([{ n: 1 }])
})

test('a refused migration leaves nothing, names itself, and is applied once mended', async () => {
  migration('20260102000000_second', 'CREATE TABLE half (id int); CREATE TABLE deal (id int);')
  await expect(migrate(url, dir)).rejects.toThrow(
    'Migration 20260102000000_second was refused: relation "deal" already exists',
  )
  expect((await client.query(`SELECT to_regclass('half') AS half`)).rows).toEqual([{ half: null }])
  migration('20260102000000_second', 'CREATE TABLE half (id int)')
  expect(await migrate(url, dir)).toEqual(['20260102000000_second'])
})

test('a migration that Prisma left unfinished is not passed over', async () => {
  await migrate(url, dir)
  await client.query('UPDATE "_prisma_migrations" SET finished_at = NULL')
  await expect(migrate(url, dir)).rejects.toThrow('Migration 20260101000000_first failed earlier')
})

test('warns of a migration edited after it was applied', async () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
  await migrate(url, dir)
  migration('20260101000000_first', 'CREATE TABLE other (id int)')
  expect(await migrate(url, dir)).toEqual([])
  expect(warn).toHaveBeenCalledWith(expect.stringContaining('20260101000000_first was edited'))
  warn.mockRestore()
})

test('tells in one line, and without the password, that a database is out of reach', async () => {
  await expect(migrate('postgresql://me:secret@127.0.0.1:1/sales', dir)).rejects.toThrow(
    /^Cannot reach the database 127\.0\.0\.1:1\/sales: nothing listens there\.$/,
  )
  await expect(migrate('mysql://me:secret@127.0.0.1/sales', dir)).rejects.toThrow(/^DATABASE_URL is not an address/)
})

function migration(name: string, sql: string): void {
  fs.mkdirSync(path.join(dir, name), { recursive: true })
  fs.writeFileSync(path.join(dir, name, 'migration.sql'), sql)
}

function sqlOf(name: string): string {
  return fs.readFileSync(path.join(dir, name, 'migration.sql'), 'utf8')
}

async function onServer(work: (server: pg.Client) => Promise<unknown>): Promise<void> {
  const server = new pg.Client({ connectionString: inject('databaseUrl') })
  await server.connect()
  await work(server).finally(() => server.end())
}
