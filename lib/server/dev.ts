import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { lockData } from '@/lib/db/data-lock'
import { startEmbedded } from '@/lib/db/embedded'
import { generateClient } from '@/lib/db/generate-client'
import { migrate } from '@/lib/db/migrate'
import { Obstacle } from '@/lib/db/obstacle'
import { probePort } from './http-server'
import { processEnvironment, readInstallation } from './installation'

/** `npm run dev`: the database, and Next's own development server, which serves the API from the same route files. */
async function dev(): Promise<void> {
  const installation = readInstallation()
  const { host, port, dataDir } = installation
  const lock = installation.databaseUrl ? undefined : await lockData(dataDir, 'app', 15_000)
  const server = lock && (await probePort(host, port).then(() => startEmbedded({ dataDir })))
  const close = async () => {
    await server?.stop()
    lock?.release()
  }
  try {
    const databaseUrl = installation.databaseUrl ?? server?.url ?? ''
    await migrate(databaseUrl)
    await generateClient()
    lock?.tell({ address: installation.publicUrl })
    process.exitCode = await nextDev(host, port, processEnvironment(installation, databaseUrl))
  } finally {
    await close()
  }
}

function nextDev(host: string, port: number, environment: Record<string, string>): Promise<number> {
  const next = createRequire(import.meta.url).resolve('next/dist/bin/next')
  const child = spawn(process.execPath, [next, 'dev', '--hostname', host, '--port', String(port)], {
    env: { ...process.env, ...environment, NODE_ENV: 'development' },
    stdio: 'inherit',
  })
  // Ctrl-C reaches Next by itself; we go on until it has ended, to stop the database after it.
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => child.kill(name))
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => resolve(code ?? 0))
  })
}

try {
  await dev()
} catch (error) {
  console.error(error instanceof Obstacle ? error.message : error)
  process.exitCode = 1
}
