import { type ChildProcess, spawn } from 'node:child_process'
import fs from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { generateClient } from '@/lib/db/generate-client'
import { Obstacle, storageObstacle } from '@/lib/db/obstacle'
import { readStamp, sourceHash } from '@/lib/db/source-hash'

const root = path.join(import.meta.dirname, '../..')
const output = path.join(root, '.next')
const stamp = path.join(output, 'sources')
const require = createRequire(import.meta.url)

/** What a build is made of; tests and the Node server are no part of it. */
const sources = ['app', 'components', 'lib', 'prisma/schema', 'package-lock.json', 'tsconfig.json']
const configurations = /^(next|postcss)\.config\.\w+$|^(proxy|instrumentation)\.ts$/
const apart = /\.test\.tsx?$|^lib\/(db\/generated|server|cli)$/

/**
 * Builds the pages unless the build that is there was made from these very sources. Without the development packages
 * (`npm ci --omit=dev`) the build that is there is used.
 * @param say gets a line before the work begins
 * @param started gets the process that builds, for whoever has to end it early
 * @throws Obstacle when there is no build and none can be made
 */
export async function ensureBuild(say: (line: string) => void, started: (child: ChildProcess) => void): Promise<void> {
  await generateClient()
  const wanted = hash()
  const built = fs.existsSync(path.join(output, 'BUILD_ID'))
  const current = readStamp(stamp)
  if (built && current === wanted) return
  if (!canBuild()) {
    if (!built) throw new Obstacle('There is no build, and the packages to make one are absent: run npm ci first.')
    if (current !== wanted) say('The build is not of these sources, and the packages to make a new one are absent.')
    return
  }
  say('Building the pages, about half a minute …')
  await build(started)
  try {
    fs.writeFileSync(stamp, wanted)
  } catch (error) {
    throw storageObstacle(error, output)
  }
}

/** Whether there is a build to serve. */
export function hasBuild(): boolean {
  return fs.existsSync(path.join(output, 'BUILD_ID'))
}

function hash(): string {
  const configured = fs.readdirSync(root).filter((name) => configurations.test(name))
  return sourceHash(root, [...sources, ...configured.sort()], (name) => apart.test(name))
}

function canBuild(): boolean {
  return ['typescript', '@tailwindcss/postcss'].every((name) => {
    try {
      return require.resolve(name) !== ''
    } catch {
      return false
    }
  })
}

/** What the build says is only of interest when it fails. */
async function build(started: (child: ChildProcess) => void): Promise<void> {
  const child = spawn(process.execPath, [require.resolve('next/dist/bin/next'), 'build'], {
    cwd: root,
    env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  started(child)
  const said: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => said.push(chunk))
  child.stderr.on('data', (chunk: Buffer) => said.push(chunk))
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  if (code === 0) return
  if (child.signalCode) throw new Obstacle('The build was stopped.')
  console.error(Buffer.concat(said).toString().trim())
  throw new Obstacle('The build failed: see above.')
}
