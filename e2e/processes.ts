import { spawnSync } from 'node:child_process'
import fs from 'node:fs'

/**
 * Processes that belong to a folder: they work in it, or were started with a variable that names it or something
 * below it (`DATA_DIR`, `TEST_ROOT`). This process is not counted.
 */
export function processesOf(dir: string): { pid: number; command: string }[] {
  const all = process.platform === 'linux' ? fromProc(dir) : fromPs(dir)
  return all.filter(({ pid }) => pid !== process.pid)
}

function fromProc(dir: string): { pid: number; command: string }[] {
  return fs
    .readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0)
    .flatMap((pid) => {
      try {
        const cwd = fs.readlinkSync(`/proc/${pid}/cwd`)
        const environment = fs.readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0')
        const theirs = within(cwd, dir) || environment.some((entry) => within(entry.slice(entry.indexOf('=') + 1), dir))
        const zombie = /^State:\s+Z/m.test(fs.readFileSync(`/proc/${pid}/status`, 'utf8'))
        const command = fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim()
        return theirs && !zombie ? [{ pid, command }] : []
      } catch {
        // It ended while we looked, or is another user's.
        return []
      }
    })
}

function fromPs(dir: string): { pid: number; command: string }[] {
  const { stdout } = spawnSync('ps', ['axeww', '-o', 'pid=,command='], { encoding: 'utf8' })
  return stdout
    .split('\n')
    .filter((line) => line.includes(dir) && !line.includes('ps axeww'))
    .map((line) => ({ pid: Number.parseInt(line, 10), command: line.trim() }))
}

function within(path: string, dir: string): boolean {
  return path === dir || path.startsWith(`${dir}/`)
}
