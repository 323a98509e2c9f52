import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import net from 'node:net'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { makeDataDir } from './data-lock'
import { type Identity, type PostgresProgram, postgresPrograms, unprivilegedIdentity } from './embedded-binaries'
import { errorCode, Obstacle, storageObstacle, storageObstacleInText } from './obstacle'
import { clusterProcesses, isRunning, servesCluster } from './process-identity'

export type EmbeddedServer = {
  url: string
  port: number
  pid: number
  /** Whether it was already running, left over by a process that was killed. */
  shared: boolean
  /** Resolves once the server has ended, for whatever reason. */
  exited: Promise<void>
  /** Ends it in order: open transactions are rolled back, everything committed is on disk. */
  stop(): Promise<void>
}

type Cluster = {
  dataDir: string
  /** Postgres' own data directory. */
  dir: string
  log: string
  identity: Identity
  program: (name: PostgresProgram) => string
}

const role = 'throughline'
const database = 'throughline'
const startPatience = 30_000

const defaultSettings: Record<string, string> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  timezone: 'UTC',
  log_timezone: 'UTC',
  // The package ships no LLVM.
  jit: 'off',
  // Seconds. Plans made for empty tables serve a first import badly: they are made anew when its rows are counted.
  autovacuum_naptime: '10',
  // The DETAIL of an error quotes values of rows, which have no place in a log.
  log_error_verbosity: 'terse',
}

/**
 * Starts the embedded PostgreSQL on a data directory, which the caller holds (`lockData`); the first start creates it.
 * A server left running by a killed process is taken over, and `stop` ends it too.
 * @param port of 127.0.0.1; any free one by default
 * @param settings of postgresql.conf, over the defaults
 * @throws Obstacle with one clear line: disk full or read-only, directory out of reach, port taken, package absent
 */
export async function startEmbedded(options: {
  dataDir: string
  port?: number
  settings?: Record<string, string>
}): Promise<EmbeddedServer> {
  const settings = { ...defaultSettings, ...options.settings }
  try {
    const cluster = openCluster(options.dataDir)
    const password = clusterPassword(cluster.dataDir)
    const running = await leftRunning(cluster, password)
    if (running) return await readied(adopt(cluster, running, password), password)
    if (!fs.existsSync(path.join(cluster.dir, 'PG_VERSION'))) createCluster(cluster, password, settings.fsync !== 'off')
    return await readied(await launch(cluster, password, settings, options.port), password)
  } catch (error) {
    throw storageObstacle(error, options.dataDir)
  }
}

/**
 * The address of the embedded server that another process runs on this data directory; null while none is ready.
 * It is only shared: whoever started it stops it.
 */
export function runningEmbedded(dataDir: string): string | null {
  const state = postmasterState(path.join(path.resolve(dataDir), 'pgdata'))
  if (state?.status !== 'ready' || !isRunning(state.pid)) return null
  const password = fs.readFileSync(passwordFile(dataDir), 'utf8').trim()
  return address(state.port, password)
}

function openCluster(dataDir: string): Cluster {
  const home = path.resolve(dataDir)
  const identity = unprivilegedIdentity()
  makeDataDir(home)
  if (identity && spawnSync('/bin/sh', ['-c', 'cd "$0"', home], identity).status !== 0) {
    throw new Obstacle(
      `The user that PostgreSQL runs as cannot reach ${home}: set DATA_DIR to a folder outside of private ones such as /root.`,
    )
  }
  return {
    dataDir: home,
    dir: path.join(home, 'pgdata'),
    log: path.join(home, 'postgres.log'),
    identity,
    program: postgresPrograms(identity, path.join(home, 'postgres')),
  }
}

function passwordFile(dataDir: string): string {
  return path.join(dataDir, 'database-password')
}

function clusterPassword(dataDir: string): string {
  const file = passwordFile(dataDir)
  if (fs.existsSync(file)) return fs.readFileSync(file, 'utf8').trim()
  if (fs.existsSync(path.join(dataDir, 'pgdata', 'PG_VERSION'))) {
    throw new Obstacle(`The password of the embedded database is gone: put ${file} back.`)
  }
  const password = randomBytes(24).toString('hex')
  // Made whole or not at all, like the cluster it opens.
  fs.writeFileSync(`${file}.new`, password, { mode: 0o600 })
  fs.renameSync(`${file}.new`, file)
  return password
}

function createCluster(cluster: Cluster, password: string, sync: boolean): void {
  const draft = `${cluster.dir}.new`
  const pwfile = `${draft}-password`
  fs.rmSync(draft, { recursive: true, force: true })
  fs.mkdirSync(draft, { mode: 0o700 })
  try {
    fs.writeFileSync(pwfile, password, { mode: 0o600 })
    if (cluster.identity) {
      fs.chownSync(draft, cluster.identity.uid, cluster.identity.gid)
      fs.chownSync(pwfile, cluster.identity.uid, cluster.identity.gid)
    }
    const run = spawnSync(
      cluster.program('initdb'),
      [
        ['-D', draft, '-U', role, '--pwfile', pwfile, '--auth=scram-sha-256', '--encoding=UTF8', '--no-instructions'],
        ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'],
        sync ? [] : ['--no-sync'],
      ].flat(),
      { ...cluster.identity, env: plainEnvironment(), encoding: 'utf8' },
    )
    if (run.status !== 0) {
      const said = `${run.stderr}${run.error ?? ''}`
      throw (
        storageObstacleInText(said, cluster.dataDir) ?? new Obstacle(`PostgreSQL's initdb failed: ${lastLine(said)}`)
      )
    }
    // Only a finished cluster gets its name: one cut short by a kill is begun anew.
    fs.renameSync(draft, cluster.dir)
  } catch (error) {
    fs.rmSync(draft, { recursive: true, force: true })
    throw error
  } finally {
    fs.rmSync(pwfile, { force: true })
  }
}

/** A server of this cluster that outlived the process which started it; waits while it is starting or stopping. */
async function leftRunning(cluster: Cluster, password: string): Promise<{ pid: number; port: number } | null> {
  for (const until = Date.now() + startPatience; Date.now() < until; await pause(50)) {
    const state = postmasterState(cluster.dir)
    if (!state || !isRunning(state.pid) || !servesCluster(state.pid, cluster.dir)) return null
    if (state.status === 'ready' && (await answers(address(state.port, password, 'postgres')))) return state
  }
  throw new Obstacle(`A PostgreSQL server already runs on ${cluster.dir} and does not answer: stop it first.`)
}

function adopt(cluster: Cluster, running: { pid: number; port: number }, password: string): EmbeddedServer {
  const exited = (async () => {
    while (isRunning(running.pid)) await pause(100, undefined, { ref: false })
  })()
  return {
    url: address(running.port, password),
    port: running.port,
    pid: running.pid,
    shared: true,
    exited,
    stop: () => stopServer(cluster, running.pid, () => isRunning(running.pid)),
  }
}

async function launch(
  cluster: Cluster,
  password: string,
  settings: Record<string, string>,
  wantedPort?: number,
): Promise<EmbeddedServer> {
  keepLogSmall(cluster.log)
  for (const until = Date.now() + startPatience; ; await pause(200)) {
    const port = wantedPort ?? (await freePort())
    const logStart = fs.existsSync(cluster.log) ? fs.statSync(cluster.log).size : 0
    const child = spawnServer(cluster, port, settings)
    const server = await untilReady(cluster, child, port, password)
    if (server) return server
    const said = fs.readFileSync(cluster.log, 'utf8').slice(logStart)
    const portTaken = said.includes('Address already in use')
    if (portTaken && wantedPort) throw new Obstacle(`Port ${wantedPort} is taken by another program.`)
    // After a SIGKILL the old server may not be reaped yet, or its backends still hold shared memory.
    const passing = portTaken || /lock file .* already exists|still in use/.test(said)
    if (passing && Date.now() < until) {
      clearStalePidFile(cluster)
      continue
    }
    throw storageObstacleInText(said, cluster.dataDir) ?? new Obstacle(`PostgreSQL did not start: ${lastLine(said)}`)
  }
}

function spawnServer(cluster: Cluster, port: number, settings: Record<string, string>): ChildProcess {
  const log = fs.openSync(cluster.log, 'a', 0o600)
  try {
    const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
    const child = spawn(cluster.program('postgres'), ['-D', cluster.dir, '-p', String(port), ...flags], {
      ...cluster.identity,
      env: plainEnvironment(),
      stdio: ['ignore', log, log],
      // Ctrl-C reaches the whole terminal group: the server is to end last, when it is told.
      detached: process.platform !== 'win32',
    })
    child.unref()
    return child
  } finally {
    fs.closeSync(log)
  }
}

async function untilReady(
  cluster: Cluster,
  child: ChildProcess,
  port: number,
  password: string,
): Promise<EmbeddedServer | null> {
  let ended = false
  const exited = new Promise<void>((resolve) => {
    child.once('error', () => resolve())
    child.once('exit', () => resolve())
  })
  void exited.then(() => {
    ended = true
  })
  while (!ended) {
    const state = postmasterState(cluster.dir)
    const pid = child.pid
    if (pid !== undefined && state?.pid === pid && state.status === 'ready') {
      const stop = () => stopServer(cluster, pid, () => !ended)
      return { url: address(port, password), port, pid, shared: false, exited, stop }
    }
    await pause(10)
  }
  return null
}

/** The file names a process that is none of this cluster's (its id was given out again) or a zombie nobody reaps. */
function clearStalePidFile(cluster: Cluster): void {
  const state = postmasterState(cluster.dir)
  if (!state || (isRunning(state.pid) && servesCluster(state.pid, cluster.dir))) return
  // Postgres looks for orphaned backends by this file: it goes only when none is left.
  if (clusterProcesses(cluster.dir).length === 0) fs.rmSync(path.join(cluster.dir, 'postmaster.pid'), { force: true })
}

async function stopServer(cluster: Cluster, pid: number, running: () => boolean): Promise<void> {
  if (!running()) return
  if (process.platform === 'win32') spawnSync(cluster.program('pg_ctl'), ['stop', '-D', cluster.dir, '-m', 'fast'])
  else signal(pid, 'SIGINT')
  const urgent = Date.now() + 20_000
  for (let sent = false; running(); await pause(10)) {
    if (sent || Date.now() < urgent) continue
    // Immediate shutdown: the next start recovers from the log as after a crash.
    signal(pid, 'SIGQUIT')
    sent = true
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch (error) {
    if (errorCode(error) !== 'ESRCH') throw error
  }
}

/** Makes sure that the product's database exists. */
async function readied(server: EmbeddedServer, password: string): Promise<EmbeddedServer> {
  const client = new pg.Client({ connectionString: address(server.port, password, 'postgres') })
  try {
    await client.connect()
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [database])
    if (!rowCount) await client.query(`CREATE DATABASE ${database}`)
    return server
  } catch (error) {
    await server.stop()
    const said = error instanceof Error ? error.message : String(error)
    throw storageObstacleInText(said, 'the data directory') ?? new Obstacle(`The embedded database refused: ${said}`)
  } finally {
    await client.end()
  }
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 })
  try {
    await client.connect()
    return true
  } catch {
    return false
  } finally {
    await client.end()
  }
}

function address(port: number, password: string, name = database): string {
  return `postgresql://${role}:${password}@127.0.0.1:${port}/${name}`
}

function postmasterState(dir: string): { pid: number; port: number; status: string } | null {
  try {
    const lines = fs.readFileSync(path.join(dir, 'postmaster.pid'), 'utf8').split('\n')
    return { pid: Number(lines[0]), port: Number(lines[3]), status: (lines[7] ?? '').trim() }
  } catch {
    return null
  }
}

function keepLogSmall(log: string): void {
  if (fs.existsSync(log) && fs.statSync(log).size > 10_000_000) fs.renameSync(log, `${log}.1`)
}

/** Postgres reports in English, whatever the system speaks: its messages are read above. */
function plainEnvironment(): NodeJS.ProcessEnv {
  return { ...process.env, LC_ALL: 'C', LC_MESSAGES: 'C' }
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? ''
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = net.createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const taken = probe.address()
      probe.close(() => (taken && typeof taken === 'object' ? resolve(taken.port) : reject(new Error('no port'))))
    })
  })
}
