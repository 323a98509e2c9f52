import fs from 'node:fs'
import { sharedServer } from '@/lib/db/open'
import { startApp } from './app'
import { testDir } from './test-dir'

/** Starts the built product once for all journeys, on data of its own, which the journeys reach as well. */
export default async function setup(): Promise<() => Promise<void>> {
  const dataDir = testDir('e2e')
  const app = await startApp({ dataDir, port: Number(process.env.E2E_PORT) })
  process.env.DATABASE_URL = await sharedServer(dataDir)
  return async () => {
    app.child.kill('SIGTERM')
    await app.exit
    if (app.err()) console.log(`The app wrote to its error output:\n${app.err()}`)
    fs.rmSync(dataDir, { recursive: true, force: true })
  }
}
