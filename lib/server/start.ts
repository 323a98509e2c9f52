import { type ChildProcess, spawn } from 'node:child_process'
import path from 'node:path'
import { type DataLock, lockData } from '@/lib/db/data-lock'
import { startEmbedded } from '@/lib/db/embedded'
import { migrate } from '@/lib/db/migrate'
import { Obstacle } from '@/lib/db/obstacle'
import { commandOf, isRunning, parentOf } from '@/lib/db/process-identity'
import { ensureBuild } from './build'
import type { ChildNews } from './child'
import { probePort } from './http-server'
import { processEnvironment, readInstallation } from './installation'

/** What has to be ended, the last begun first. */
const closers: (() => Promise<void> | void)[] = []
let ending: Promise<never> | undefined
let lock: DataLock | undefined

/** `npm start`: database, schema, build and processes, until it is told to stop. */
async function start(): Promise<void> {
  const installation = readInstallation()
  if (!installation.databaseUrl) await holdData(installation.dataDir)
  await probePort(installation.host, installation.port)
  if (process.env.REDIS_URL) await (await import('@/lib/jobs/backend')).chosenBackend().reach()
  const databaseUrl = installation.databaseUrl ?? (await ownDatabase(installation.dataDir))
  await migrate(databaseUrl)
  await ensureBuild(say, (child) => closers.push(() => ended(child, () => child.kill())))
  const environment = processEnvironment(installation, databaseUrl)
  Object.assign(process.env, environment)
  // Not before there is a client, which the build generates.
  const { welcome } = await import('./welcome')
  const [howToSignIn] = await Promise.all([
    welcome(installation),
    startProcess('web', environment),
    startProcess('worker', environment),
  ])
  lock?.tell({ address: installation.publicUrl })
  say([`Throughline is ready: ${installation.publicUrl}`, ...howToSignIn].join('\n'))
}

async function holdData(dataDir: string): Promise<void> {
  const held = await lockData(dataDir, 'app', 15_000)
  closers.push(() => held.release())
  lock = held
}

async function ownDatabase(dataDir: string): Promise<string> {
  const starting = startEmbedded({ dataDir })
  closers.push(() => starting.then((server) => server.stop()).catch(() => {}))
  const server = await starting
  void server.exited.then(() => end(1, `The embedded database ended: ${path.join(dataDir, 'postgres.log')} says why.`))
  return server.url
}

/** Starts one of the product's processes and waits until it is ready. Ended for any reason, it ends all. */
async function startProcess(name: 'web' | 'worker', environment: Record<string, string>): Promise<void> {
  if (ending) await ending
  const argv = ['--import', 'tsx', path.join(import.meta.dirname, `${name}.ts`), ...(lock ? ['--embedded'] : [])]
  const child = spawn(process.execPath, argv, {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  closers.push(() => ended(child, () => child.connected && child.send('stop')))
  await new Promise<void>((resolve) => {
    child.on('message', (news: ChildNews) => {
      if ('ready' in news) resolve()
      else void end(1, news.failed)
    })
    child.once('exit', (code, signal) =>
      end(1, `The ${name} process ended unexpectedly (${signal ?? `code ${code}`}).`),
    )
  })
}

/** Asks a process to end and waits for it; after 15 seconds it is killed. */
async function ended(child: ChildProcess, ask: () => unknown): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise((resolve) => child.once('exit', resolve))
  const late = setTimeout(() => child.kill('SIGKILL'), 15_000)
  ask()
  await gone
  clearTimeout(late)
}

/** Ends everything in order, the last begun first, and then this process. A second call waits for the first. */
function end(code: number, line?: string): Promise<never> {
  ending ??= (async () => {
    if (line) console.error(line)
    lock?.tell({ stopping: true })
    for (let close = closers.pop(); close; close = closers.pop()) await close()
    process.exit(code)
  })()
  return ending
}

function say(line: string): void {
  if (!ending) console.log(line)
}

/** npm passes signals on, but not its own death by `kill -9`: then nobody is left who could stop us. */
function endWithNpm(): void {
  if (!process.env.npm_lifecycle_event) return
  const parent = process.ppid
  // npm runs a script through a shell, which on some systems stays between.
  const npm = commandOf(parent).startsWith('sh -c ') ? parentOf(parent) : parent
  setInterval(() => (process.ppid !== parent || (npm && !isRunning(npm))) && end(0), 200).unref()
}

for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => void end(0))
// A terminal that went away takes no more lines; the processes go on or end by its signal.
process.stdout.on('error', () => {})
process.stderr.on('error', () => {})
endWithNpm()
try {
  await start()
} catch (error) {
  // What was under way when all was told to end fails for that reason only.
  if (ending) await ending
  if (error instanceof Obstacle) await end(1, error.message)
  console.error(error)
  await end(1)
}
