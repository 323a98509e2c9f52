import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { startEmbedded } from '@/lib/db/embedded'
import { migrate } from '@/lib/db/migrate'
import { runProgram } from '../app'
import { copyIn } from './copy-in'

/**
 * How quickly a data pipeline takes in a file, from the start of the run to its end, by one worker process: so many rows
 * into an empty object, and then again, when nothing is new. Beside it PostgreSQL's COPY of the same rows into a table
 * that has nothing but a key, on the same server at the same time.
 *
 * npm run bench:flows -- [rows] [parallelism]
 */
const rows = Number(process.argv[2] ?? 1_000_000)
const parallelism = Number(process.argv[3] ?? 2)

const cities = ['Paris', 'Rome', 'Berlin', 'Madrid', 'Vienna', 'Oslo', 'Lisbon']

function csvOf(count: number): Buffer {
  const lines = ['external_id,name,city,size,seen_on\n']
  for (let at = 0; at < count; at++) {
    const day = String(1 + (at % 28)).padStart(2, '0')
    lines.push(
      `id-${at},Customer number ${at},${cities[at % cities.length]},${at % 1000},2026-0${1 + (at % 9)}-${day}\n`,
    )
  }
  return Buffer.from(lines.join(''))
}

const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'throughline-bench-'))
fs.chmodSync(dataDir, 0o755)
const server = await startEmbedded({ dataDir })
await migrate(server.url)
process.env.DATABASE_URL = server.url
const { openFlowWorkspace, chain } = await import('../flow-runs')
const { closeDatabase } = await import('@/lib/db/client')
const { hasEnded } = await import('@/lib/domain/run/run')

const csv = csvOf(rows)
const bare = new pg.Client({ connectionString: server.url })
await bare.connect()

/** Rows a second that COPY takes. */
async function copyRate(): Promise<number> {
  await bare.query('DROP TABLE IF EXISTS bare')
  await bare.query('CREATE TABLE bare (external_id text PRIMARY KEY, name text, city text, size int, seen_on date)')
  const began = performance.now()
  await copyIn(bare, 'bare', csv)
  return rows / ((performance.now() - began) / 1000)
}

/** Seconds of processor that a process had, and its memory in MiB: now, and at most. */
function spentBy(pid: number): { cpu: number; now: number; most: number } {
  const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8')
  const [user = 0, system = 0] = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 13)
    .map(Number)
  const status = fs.readFileSync(`/proc/${pid}/status`, 'utf8')
  const mebibytes = (name: string) => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) / 1024
  return { cpu: (user + system) / 100, now: mebibytes('VmRSS'), most: mebibytes('VmHWM') }
}

const flows = await openFlowWorkspace()
const object = await flows.object('customers', [
  { name: 'city', type: 'text' },
  { name: 'size', type: 'number' },
  { name: 'seen_on', type: 'date' },
])
const file = await flows.file('external_id,name\n')
await flows.upload(file, csv.toString('latin1'))
const flow = await flows.flow(file, object, {
  ...chain(['target', { mode: 'upsert', keys: ['external_id'] }]),
  executionConfig: { batchSize: 5000, parallelism },
})
const worker = runProgram(['lib/server/worker.ts'], { DATABASE_URL: server.url, DATA_DIR: dataDir })
await worker.said("Throughline's worker process is at work")
const pid = worker.child.pid as number

async function measure(what: string): Promise<void> {
  const copied = await copyRate()
  const before = spentBy(pid).cpu
  let run = await flows.start(flow)
  const memory: number[] = []
  while (!hasEnded(run.status)) {
    await pause(500)
    memory.push(spentBy(pid).now)
    run = await flows.find(run)
  }
  if (run.status !== 'completed' || run.rows.out !== rows) throw new Error(JSON.stringify(run))
  const seconds = ((run.completedAt as Date).getTime() - (run.startedAt as Date).getTime()) / 1000
  const rate = rows / seconds
  const quarter = Math.max(1, Math.floor(memory.length / 4))
  const mean = (some: number[]) => Math.round(some.reduce((sum, each) => sum + each, 0) / some.length)
  console.log(
    `${what}: ${rows} rows in ${seconds.toFixed(1)} s: ${Math.round(rate)} rows/s; ` +
      `COPY ${Math.round(copied)} rows/s; ratio ${(rate / copied).toFixed(3)}; ` +
      `worker: ${(spentBy(pid).cpu - before).toFixed(1)} s of processor, ` +
      `${mean(memory.slice(quarter, 2 * quarter))} MiB in its second quarter, ${mean(memory.slice(-quarter))} MiB in its last`,
  )
}

try {
  await measure('created')
  await measure('unchanged')
} finally {
  worker.child.kill('SIGTERM')
  await worker.exit
  await bare.end()
  await closeDatabase()
  await server.stop()
  fs.rmSync(dataDir, { recursive: true, force: true })
}
