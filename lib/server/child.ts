import { lockData } from '@/lib/db/data-lock'
import { runningEmbedded, startEmbedded } from '@/lib/db/embedded'
import { Obstacle } from '@/lib/db/obstacle'
import { sharedServer } from '@/lib/db/open'
import { type Installation, processEnvironment, readInstallation } from './installation'

/** What a process of the product tells the one that started it. */
export type ChildNews = { ready: true } | { failed: string }

/** A process of the product that is under way. */
export interface Begun {
  /** Said to whoever started it alone. */
  line: string
  /** Ends what is under way, in order. */
  close(): Promise<void>
}

/**
 * Runs one of the product's processes, whether `npm start` started it or a person did: reads the installation, finds
 * the database, begins, and ends when it is told to. What keeps it from beginning is one line.
 */
export async function runProcess(begin: (installation: Installation) => Promise<Begun>): Promise<void> {
  try {
    const installation = readInstallation()
    const begun = await begin(installation)
    endInOrder(begun, installation.dataDir)
    if (process.send) tell({ ready: true })
    else console.log(begun.line)
  } catch (error) {
    const line = error instanceof Obstacle ? error.message : null
    if (line === null) console.error(error)
    else if (process.send) tell({ failed: line })
    else console.error(line)
    process.exit(1)
  }
}

/** Points this process at the installation's database, the user's own or the one that the app has started. */
export async function joinDatabase(installation: Installation): Promise<void> {
  const databaseUrl = installation.databaseUrl ?? (await sharedServer(installation.dataDir))
  Object.assign(process.env, processEnvironment(installation, databaseUrl))
}

function endInOrder(begun: Begun, dataDir: string): void {
  let ending = false
  const end = async (last?: () => Promise<void>) => {
    if (ending) return
    ending = true
    await begun.close()
    await last?.()
    process.exit(0)
  }
  process.on('SIGTERM', () => void end())
  if (!process.send) {
    process.on('SIGINT', () => void end())
    return
  }
  // Ctrl-C reaches the whole terminal group: who started us decides when we end.
  process.on('SIGINT', () => {})
  process.on('message', (message) => message === 'stop' && void end())
  process.on('disconnect', () => void end(() => stopOrphan(dataDir)))
}

/** Whoever started us was killed and left its database behind: unless somebody took it over by now, it ends with us. */
async function stopOrphan(dataDir: string): Promise<void> {
  if (!process.argv.includes('--embedded') || !runningEmbedded(dataDir)) return
  try {
    const lock = await lockData(dataDir, 'command')
    await (await startEmbedded({ dataDir })).stop()
    lock.release()
  } catch (error) {
    if (!(error instanceof Obstacle)) throw error
  }
}

function tell(news: ChildNews): void {
  process.send?.(news)
}
