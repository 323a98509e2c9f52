import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { startEmbedded } from '@/lib/db/embedded'
import { migrate } from '@/lib/db/migrate'

declare module 'vitest' {
  export interface ProvidedContext {
    databaseUrl: string
  }
}

/**
 * One migrated PostgreSQL for all suites of a run: an embedded one that is thrown away, or a new database on the
 * server of `TEST_DATABASE_URL`.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = process.env.TEST_DATABASE_URL
  const { url, drop } = server ? await onServer(server) : await embedded()
  try {
    await migrate(url)
  } catch (error) {
    await drop()
    throw error
  }
  project.provide('databaseUrl', url)
  return drop
}

async function embedded() {
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'throughline-test-'))
  fs.chmodSync(dataDir, 0o755)
  const server = await startEmbedded({
    dataDir,
    // Nothing of it outlives the run.
    settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '300' },
  })
  const drop = async () => {
    await server.stop()
    fs.rmSync(dataDir, { recursive: true, force: true })
  }
  return { url: server.url, drop }
}

async function onServer(server: string) {
  const name = `throughline_test_${randomBytes(6).toString('hex')}`
  const url = new URL(server)
  url.pathname = `/${name}`
  await administer(server, `CREATE DATABASE ${name} TEMPLATE template0 ENCODING 'UTF8'`)
  return { url: url.href, drop: () => administer(server, `DROP DATABASE ${name} WITH (FORCE)`) }
}

async function administer(server: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: server })
  await client.connect()
  await client.query(statement).finally(() => client.end())
}
