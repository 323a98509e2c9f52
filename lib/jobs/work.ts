import { type IQueueBackend, Queue, Worker } from 'bullmq'
import { type Backend, chosenBackend } from './backend'

/** A piece of work: a row. The queue holds ids only, for it keeps what it is given in clear. */
export interface Job {
  workspaceId: string
  id: string
}

/** A kind of work. Its rows are the truth of what is to be done; the queue only hands it to whoever is free. */
export interface Kind {
  name: string
  /** How many at once in one process. */
  concurrency: number
  /** What should be under way by now. What the queue has already may be named again: it is not done twice. */
  due(): Promise<Job[]>
  /**
   * Does one, once at a time, and again when its process died over it: so it must look first whether it is still to be
   * done. Gives what is due because of it. `signal` says that the process is about to end.
   */
  run(job: Job, signal: AbortSignal): Promise<Job[]>
}

/** The work of this process. */
export interface Working {
  /** Looks for what is due now, rather than within a second. */
  wake(): void
  /** Takes no more work and waits for what is under way, which is told to hurry after five seconds. */
  stop(): Promise<void>
}

const everyMs = 1000
/** However often it is woken, it looks no more often than so. */
const restMs = 50
/** A worker that is silent for so long is taken for dead, and its work given to another. */
const silenceMs = 10_000

/**
 * Begins to work: every second, and when woken, what is due is put into the queue; whichever process is free takes it
 * out and does it. Any number of processes may do so.
 * @throws Obstacle when there is no queue to be had
 */
export async function startWork(kinds: Kind[], backend = chosenBackend()): Promise<Working> {
  await backend.reach()
  const lines = await Promise.all(kinds.map((kind) => openLine(kind, backend)))
  return {
    wake: () => {
      for (const line of lines) line.wake()
    },
    stop: async () => {
      await Promise.all(lines.map((line) => line.stop()))
    },
  }
}

async function openLine(kind: Kind, backend: Backend): Promise<Working> {
  const say = onChange((line) => console.error(`${kind.name}: ${line}`))
  const queue = new Queue<Job, void, string, Job, void, string, IQueueBackend>(
    kind.name,
    { ...backend.options, defaultJobOptions: { removeOnComplete: true, removeOnFail: true } },
    backend.factory,
  )
  queue.on('error', (error) => say(error.message))
  try {
    await queue.waitUntilReady()
  } catch (error) {
    throw backend.obstacle(error)
  }
  const add = (jobs: Job[]) =>
    queue.addBulk(jobs.map((job) => ({ name: kind.name, data: job, opts: { jobId: job.id } })))
  const hurry = new AbortController()
  const worker = new Worker<Job, void, string, IQueueBackend>(
    kind.name,
    async ({ data }) => {
      const more = await kind.run(data, hurry.signal)
      if (more.length > 0) await add(more)
    },
    {
      ...backend.options,
      concurrency: kind.concurrency,
      lockDuration: silenceMs,
      stalledInterval: silenceMs / 2,
    },
    backend.factory,
  )
  worker.on('error', (error) => say(error.message))
  worker.on('failed', (job, error) => console.error(`${kind.name} ${job?.id ?? ''} failed:`, error))
  await worker.waitUntilReady()
  const look = lookout(async () => {
    const jobs = await kind.due()
    if (jobs.length > 0) await add(jobs)
    say('')
  }, say)
  return {
    wake: look.wake,
    stop: async () => {
      await look.stop()
      const late = setTimeout(() => hurry.abort(), 5_000)
      await worker.close()
      clearTimeout(late)
      await queue.close()
    },
  }
}

/** Looks every second, and when woken; never twice at a time. */
function lookout(look: () => Promise<void>, say: (line: string) => void): Working {
  let looking: Promise<void> | undefined
  let woken = false
  let resting: NodeJS.Timeout | undefined
  const begin = () => {
    looking ??= look()
      .catch((error: Error) => say(error.message))
      .finally(() => {
        looking = undefined
        if (woken) rest()
        woken = false
      })
  }
  const rest = () => {
    resting ??= setTimeout(() => {
      resting = undefined
      begin()
    }, restMs)
  }
  const timer = setInterval(begin, everyMs)
  begin()
  return {
    wake: () => {
      if (looking) woken = true
      else rest()
    },
    stop: async () => {
      clearInterval(timer)
      await looking
      clearTimeout(resting)
    },
  }
}

/** Says a line when it is another than the last one: an outage is one line, not one a second. */
function onChange(say: (line: string) => void): (line: string) => void {
  let last = ''
  return (line) => {
    if (line !== last && line !== '') say(line)
    last = line
  }
}
