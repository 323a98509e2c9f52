import { spawnSync } from 'node:child_process'
import fs from 'node:fs'

const linux = process.platform === 'linux'

/** Whether a process of this id exists and still runs: a zombie, ended but not yet reaped, does not. */
export function isRunning(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false
  }
  return !linux || procStat(pid)?.state !== 'Z'
}

/**
 * When a process began, as an opaque mark: with the id it names one process for good, since ids are used again.
 * Null where the system does not tell (Windows).
 */
export function startMark(pid: number): string | null {
  if (linux) {
    const stat = procStat(pid)
    return stat && `${fs.readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}/${stat.startTicks}`
  }
  return ps(pid, 'lstart=')
}

/** The command line of a process, as far as the system tells. */
export function commandOf(pid: number): string {
  if (!linux) return ps(pid, 'command=') ?? ''
  try {
    return fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim()
  } catch {
    return ''
  }
}

/** The process that started another one; null where unknown. */
export function parentOf(pid: number): number | null {
  const parent = Number(linux ? procStat(pid)?.parent : ps(pid, 'ppid='))
  return parent > 0 ? parent : null
}

/** Whether the process is a Postgres server (or one of its backends) on this data directory. */
export function servesCluster(pid: number, cluster: string): boolean {
  if (linux) {
    try {
      return fs.readlinkSync(`/proc/${pid}/cwd`) === fs.realpathSync(cluster)
    } catch {
      return false
    }
  }
  return process.platform === 'win32' || commandOf(pid).includes(cluster)
}

/** Processes that still work in a data directory, its server's orphaned backends among them. Empty where unknown. */
export function clusterProcesses(cluster: string): number[] {
  if (!linux) return []
  return fs
    .readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0 && isRunning(pid) && servesCluster(pid, cluster))
}

function procStat(pid: number): { state: string; parent: string; startTicks: string } | null {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The command in brackets may hold spaces and brackets of its own: the fields begin after the last one.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return { state: fields[0] ?? '', parent: fields[1] ?? '', startTicks: fields[19] ?? '' }
  } catch {
    return null
  }
}

function ps(pid: number, column: string): string | null {
  if (process.platform === 'win32') return null
  const run = spawnSync('ps', ['-o', column, '-p', String(pid)], { encoding: 'utf8' })
  return run.status === 0 ? run.stdout.trim() : null
}
