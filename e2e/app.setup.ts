import fs from 'node:fs'
import { startApp } from './app'
import { testDir } from './test-dir'

/** Starts the built product once for all journeys, on data of its own; `E2E_DATA_DIR` names them for the tests. */
export default async function setup(): Promise<() => Promise<void>> {
  const dataDir = testDir('e2e')
  process.env.E2E_DATA_DIR = dataDir
  const app = await startApp({ dataDir, port: Number(process.env.E2E_PORT) })
  process.env.E2E_WELCOME = app.out()
  return async () => {
    app.child.kill('SIGTERM')
    await app.exit
    if (app.err()) console.log(`The app wrote to its error output:\n${app.err()}`)
    fs.rmSync(dataDir, { recursive: true, force: true })
  }
}
