import fs from 'node:fs'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { errorCode, Obstacle, storageObstacle } from './obstacle'
import { isRunning, startMark } from './process-identity'

/** Who holds a data directory: the app until it is stopped, or one command for as long as it takes. */
export type Holder = {
  pid: number
  startMark: string | null
  role: 'app' | 'command'
  /** Where the app answers; absent while it starts. */
  address?: string
  stopping?: boolean
}

export type DataLock = {
  /** Tells others more about the holder. */
  tell(news: { address?: string; stopping?: boolean }): void
  release(): void
}

/** The data directory belongs to another running process. */
export class DataInUse extends Obstacle {
  override readonly name = 'DataInUse'
  constructor(
    readonly holder: Holder,
    dataDir: string,
  ) {
    const who = holder.role === 'app' ? 'Throughline is already running' : 'A Throughline command is at work'
    const where = holder.address ? ` at ${holder.address}` : ''
    super(`${who} on ${dataDir}${where} (process ${holder.pid}).`)
  }
}

/**
 * Takes the data directory for this process; a lock whose process is gone (also by `kill -9`) is taken over.
 * @param patience milliseconds to wait for a holder that is stopping or is a mere command; 0 refuses at once
 * @throws DataInUse while another process holds it; Obstacle where the directory cannot be written
 */
export async function lockData(dataDir: string, role: Holder['role'], patience = 0): Promise<DataLock> {
  const until = Date.now() + patience
  for (;;) {
    try {
      return takeLock(dataDir, role)
    } catch (error) {
      const passing = error instanceof DataInUse && (error.holder.stopping || error.holder.role === 'command')
      if (!passing || Date.now() >= until) throw error
      await pause(100)
    }
  }
}

/** Who holds the data directory now; null when nobody alive does. */
export function holderOf(dataDir: string): Holder | null {
  const text = readLock(lockFile(dataDir))
  const holder = text === null ? null : parseHolder(text)
  return holder && isHolding(holder) ? holder : null
}

/** Makes the data directory; the secrets in it guard themselves, and the user that Postgres runs as must pass through. */
export function makeDataDir(dataDir: string): void {
  const made = fs.mkdirSync(dataDir, { recursive: true })
  if (made) fs.chmodSync(dataDir, 0o755)
}

function takeLock(dataDir: string, role: Holder['role']): DataLock {
  const file = lockFile(dataDir)
  const holder: Holder = { pid: process.pid, startMark: startMark(process.pid), role }
  try {
    makeDataDir(dataDir)
    // Written aside and linked into place: nobody ever reads half a lock.
    const draft = `${file}.${process.pid}`
    fs.writeFileSync(draft, JSON.stringify(holder), { mode: 0o644 })
    try {
      while (!linked(draft, file)) clearIfStale(file, dataDir)
    } finally {
      fs.rmSync(draft, { force: true })
    }
  } catch (error) {
    throw storageObstacle(error, dataDir)
  }
  return {
    tell(news) {
      Object.assign(holder, news)
      const draft = `${file}.${process.pid}`
      try {
        fs.writeFileSync(draft, JSON.stringify(holder))
        fs.renameSync(draft, file)
      } catch {
        // A disk that filled up meanwhile must not keep the holder from stopping: others merely learn less.
        fs.rmSync(draft, { force: true })
      }
    },
    release() {
      const text = readLock(file)
      if (text !== null && parseHolder(text)?.pid === process.pid) fs.rmSync(file, { force: true })
    },
  }
}

function linked(draft: string, file: string): boolean {
  try {
    fs.linkSync(draft, file)
    return true
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false
    throw error
  }
}

function clearIfStale(file: string, dataDir: string): void {
  const text = readLock(file)
  if (text === null) return
  const holder = parseHolder(text)
  if (holder && isHolding(holder)) throw new DataInUse(holder, dataDir)
  // Two starters may find the same stale lock: whoever moves it away looks at what it moved, and puts a new one back.
  const aside = `${file}.stale-${process.pid}`
  try {
    fs.renameSync(file, aside)
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return
    throw error
  }
  if (readLock(aside) !== text) linked(aside, file)
  fs.rmSync(aside, { force: true })
}

function isHolding(holder: Holder): boolean {
  return isRunning(holder.pid) && (holder.startMark === null || startMark(holder.pid) === holder.startMark)
}

function parseHolder(text: string): Holder | null {
  try {
    const holder: Holder = JSON.parse(text)
    return Number.isInteger(holder.pid) ? holder : null
  } catch {
    return null
  }
}

function readLock(file: string): string | null {
  try {
    return fs.readFileSync(file, 'utf8')
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null
    throw error
  }
}

function lockFile(dataDir: string): string {
  return path.join(dataDir, 'lock')
}
