import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { DataInUse, type DataLock, holderOf, lockData } from './data-lock'
import { type EmbeddedServer, runningEmbedded, startEmbedded } from './embedded'
import { generateClient } from './generate-client'
import { migrate } from './migrate'
import { Obstacle } from './obstacle'

/** The data directory: `DATA_DIR`, by default `.data` in the working directory. */
export function dataDirectory(environment: NodeJS.ProcessEnv = process.env): string {
  return path.resolve(environment.DATA_DIR || '.data')
}

/**
 * Runs a piece of work on the product's database, whether the app runs meanwhile or not: on `DATABASE_URL`, else on
 * the embedded server that the app runs, else on one started for this work and stopped after it. The schema is brought
 * up to date first, and `DATABASE_URL` names the database while the work lasts. The work imports the domain itself, when
 * it begins: on a fresh checkout there is no database client before.
 * @throws Obstacle when there is no database to be had
 */
export async function withDatabase<T>(work: (url: string) => Promise<T>): Promise<T> {
  const external = process.env.DATABASE_URL
  if (external) return onDatabase(external, work)
  const dataDir = dataDirectory()
  const own = await ownServer(dataDir)
  try {
    return await onDatabase(own?.server.url ?? (await sharedServer(dataDir)), work)
  } finally {
    await own?.close()
    delete process.env.DATABASE_URL
  }
}

/**
 * The address of the embedded server that the app runs on this data directory.
 * @param patience milliseconds to wait for an app that is just starting
 * @throws Obstacle when no app runs there, or it gets no server ready
 */
export async function sharedServer(dataDir: string, patience = 60_000): Promise<string> {
  for (const until = Date.now() + patience; holderOf(dataDir); await pause(100)) {
    const url = runningEmbedded(dataDir)
    if (url) return url
    if (Date.now() >= until) throw new Obstacle(`The app on ${dataDir} has no database ready.`)
  }
  throw new Obstacle(`No app runs on ${dataDir}: start it with npm start, or set DATABASE_URL.`)
}

async function onDatabase<T>(url: string, work: (url: string) => Promise<T>): Promise<T> {
  await generateClient()
  await migrate(url)
  process.env.DATABASE_URL = url
  // Not before there is a client: this module itself is needed to make one.
  const [{ closeDatabase }, { stopListening }] = await Promise.all([import('./client'), import('./live')])
  try {
    return await work(url)
  } finally {
    await stopListening()
    await closeDatabase()
  }
}

/** A server of our own, for one command; null while the app has the data directory. Commands take turns. */
async function ownServer(dataDir: string): Promise<{ server: EmbeddedServer; close(): Promise<void> } | null> {
  let lock: DataLock
  try {
    lock = await lockData(dataDir, 'command', 600_000)
  } catch (error) {
    if (error instanceof DataInUse) return null
    throw error
  }
  try {
    const server = await startEmbedded({ dataDir })
    const interrupt = () => void close().then(() => process.exit(130))
    const close = async () => {
      process.off('SIGINT', interrupt).off('SIGTERM', interrupt)
      await server.stop()
      lock.release()
    }
    process.on('SIGINT', interrupt).on('SIGTERM', interrupt)
    return { server, close }
  } catch (error) {
    lock.release()
    throw error
  }
}
