import { spawn } from 'node:child_process'
import fs from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { Obstacle } from './obstacle'
import { readStamp, sourceHash } from './source-hash'

const root = path.join(import.meta.dirname, '../..')
const generated = path.join(import.meta.dirname, 'generated')
const stamp = path.join(generated, '.sources')

/**
 * Generates the Prisma client unless the one that is there was made from this schema. Without the development packages
 * the one that is there is used.
 * @throws Obstacle when there is none and it cannot be made
 */
export async function generateClient(): Promise<void> {
  const sources = sourceHash(root, ['prisma/schema', 'prisma.config.ts', 'node_modules/prisma/package.json'])
  if (readStamp(stamp) === sources) return
  const prisma = prismaProgram()
  if (prisma === null) {
    if (fs.existsSync(generated)) return
    throw new Obstacle('The database client is not generated, and the packages to do so are absent: run npm ci first.')
  }
  const said = await run([prisma, 'generate'])
  if (said !== null) throw new Obstacle(`prisma generate failed: ${said.trim().split('\n').at(-1)}`)
  fs.writeFileSync(stamp, sources)
}

function prismaProgram(): string | null {
  try {
    return createRequire(import.meta.url).resolve('prisma/build/index.js')
  } catch {
    return null
  }
}

/** Runs a Node program; null when it went well, else what it said. */
function run(argv: string[]): Promise<string | null> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, argv, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
    const said: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => said.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => said.push(chunk))
    child.once('error', reject)
    child.once('close', (code) => resolve(code === 0 ? null : Buffer.concat(said).toString()))
  })
}
