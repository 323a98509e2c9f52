import path from 'node:path'
import next from 'next'
import { lockData } from '@/lib/db/data-lock'
import { runningEmbedded, startEmbedded } from '@/lib/db/embedded'
import { Obstacle } from '@/lib/db/obstacle'
import { sharedServer } from '@/lib/db/open'
import { forgetReplies } from '@/lib/domain/idempotency/forget'
import { forgetCounts } from '@/lib/domain/rate-limit/forget'
import { answerUnknownPath, answerWrongMethod } from '@/lib/http/unknown'
import { loadApi } from './api'
import { hasBuild } from './build'
import { type RunningServer, serve } from './http-server'
import { processEnvironment, readInstallation } from './installation'
import type { ChildNews } from './start'

const minute = 60_000
const hour = 60 * minute
const root = path.join(import.meta.dirname, '../..')

/** The web process: pages and API. Started by `npm start`, or any number of times by `npm run web`. */
async function web(): Promise<void> {
  const installation = readInstallation()
  if (!hasBuild()) throw new Obstacle('There is no build to serve: run npm run build first.')
  const databaseUrl = installation.databaseUrl ?? (await sharedServer(installation.dataDir))
  Object.assign(process.env, processEnvironment(installation, databaseUrl))
  const refusals = { unknownPath: answerUnknownPath, wrongMethod: answerWrongMethod }
  const api = await loadApi(path.join(root, 'app/api/v1'), installation.publicUrl, refusals)
  const { host, port } = installation
  const pages = next({ dev: false, dir: root, hostname: host, port })
  await pages.prepare()
  const server = await serve(host, port, api, pages.getRequestHandler())
  endInOrder(server, installation.dataDir)
  const complain = (error: unknown) => console.error(error)
  setInterval(() => forgetReplies().catch(complain), hour).unref()
  setInterval(() => forgetCounts().catch(complain), 10 * minute).unref()
  if (process.send) tell({ ready: true })
  else console.log(`Throughline's web process answers at ${installation.publicUrl}`)
}

function endInOrder(server: RunningServer, dataDir: string): void {
  let ending = false
  const end = async (last?: () => Promise<void>) => {
    if (ending) return
    ending = true
    await server.close()
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

try {
  await web()
} catch (error) {
  const line = error instanceof Obstacle ? error.message : null
  if (line === null) console.error(error)
  else if (process.send) tell({ failed: line })
  else console.error(line)
  process.exit(1)
}
