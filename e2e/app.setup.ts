import fs from 'node:fs'
import pg from 'pg'
import { sharedServer } from '@/lib/db/open'
import { startApp } from './app'
import { testDir } from './test-dir'

/** Starts the built product once for all journeys, on data of its own, which the journeys reach as well. */
export default async function setup(): Promise<() => Promise<void>> {
  const dataDir = testDir('e2e')
  // Journeys bring receivers of their own.
  const environment = { OUTBOUND_ALLOW: '127.0.0.1' }
  const app = await startApp({ dataDir, port: Number(process.env.E2E_PORT), environment })
  process.env.DATABASE_URL = await sharedServer(dataDir)
  await writeLoosely(process.env.DATABASE_URL)
  return async () => {
    app.child.kill('SIGTERM')
    await app.exit
    if (app.err()) console.log(`The app wrote to its error output:\n${app.err()}`)
    fs.rmSync(dataDir, { recursive: true, force: true })
  }
}

/** Nothing of the data outlives the run: no write has to wait for the disk. */
async function writeLoosely(connectionString: string): Promise<void> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  for (const setting of ['fsync', 'synchronous_commit', 'full_page_writes']) {
    await client.query(`ALTER SYSTEM SET ${setting} = off`)
  }
  await client.query('SELECT pg_reload_conf()').finally(() => client.end())
}
