import fs from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { closeDatabase } from '@/lib/db/client'
import { type EmbeddedServer, startEmbedded } from '@/lib/db/embedded'
import { stopListening } from '@/lib/db/live'
import { migrate } from '@/lib/db/migrate'
import { hasEnded, type RunRow } from '@/lib/domain/run/run'
import { type Program, runProgram } from './app'
import { type FlowWorkspace, openFlowWorkspace } from './flow-runs'
import { processesOf } from './processes'
import { testDir } from './test-dir'

/** A database of a test's own and a workspace in it, and worker processes that run its flows. */
export interface FlowInstallation {
  flows: FlowWorkspace
  /** Starts a worker as `npm run worker` does. */
  worker(environment?: Record<string, string>): Promise<Program>
  /** Kills the database as a crash does, and starts it again. */
  crashDatabase(): Promise<void>
  /** Waits until a run has ended; what cannot be asked for a while is asked again. */
  ended(run: RunRow, patience: number): Promise<RunRow>
  close(): Promise<void>
}

export async function openFlowInstallation(): Promise<FlowInstallation> {
  const dataDir = testDir('flows')
  let server: EmbeddedServer = await startEmbedded({ dataDir })
  await migrate(server.url)
  await closeDatabase()
  process.env.DATABASE_URL = server.url
  const flows = await openFlowWorkspace()
  const { port } = server
  const started: Program[] = []
  return {
    flows,
    worker: async (environment = {}) => {
      const worker = runProgram(['lib/server/worker.ts'], {
        DATA_DIR: dataDir,
        DATABASE_URL: server.url,
        ...environment,
      })
      started.push(worker)
      await worker.said("Throughline's worker process is at work")
      return worker
    },
    crashDatabase: async () => {
      const its = () => processesOf(dataDir).filter(({ command }) => /postgres/.test(command))
      // A backend that was just being forked is not among the first.
      for (let left = its(); left.length > 0; left = its()) {
        for (const { pid } of left) kill(pid)
        await pause(50)
      }
      await server.exited
      server = await startEmbedded({ dataDir, port })
    },
    ended: async (run, patience) => {
      for (const until = Date.now() + patience; ; await pause(100)) {
        const now = await flows.find(run).catch(() => run)
        if (hasEnded(now.status)) return now
        if (Date.now() > until) throw new Error(`the run has not ended: ${JSON.stringify(now)}`)
      }
    },
    close: async () => {
      for (const { child, exit } of started) {
        child.kill('SIGKILL')
        await exit
      }
      await stopListening()
      await closeDatabase()
      await server.stop()
      fs.rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It went with the one before.
  }
}
