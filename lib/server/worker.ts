import { generateClient } from '@/lib/db/generate-client'
import { type Begun, joinDatabase, runProcess } from './child'
import type { Installation } from './installation'

/** The worker process: what is done behind the requests. Started by `npm start`, or any number of times by `npm run worker`. */
async function worker(installation: Installation): Promise<Begun> {
  await joinDatabase(installation)
  await generateClient()
  // Not before there is a client.
  const [{ startWork }, { closeDatabase }, { listen, stopListening }] = await Promise.all([
    import('@/lib/jobs/work'),
    import('@/lib/db/client'),
    import('@/lib/db/live'),
  ])
  const work = await startWork([])
  // What boards are told of is likely to be work: it need not wait for the next look.
  await listen(() => work.wake())
  return {
    line: "Throughline's worker process is at work",
    close: async () => {
      await stopListening()
      await work.stop()
      await closeDatabase()
    },
  }
}

await runProcess(worker)
