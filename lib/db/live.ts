import pg from 'pg'
import { database } from './client'

/** A nudge to live screens: what to look at again. Carries ids only; what they may see is decided when they fetch. */
export type Hint = BoardHint | TaskHint | NoticeHint | RunHint

/** Something on a board has changed. */
export interface BoardHint {
  workspaceId: string
  pipelineId: string
  /** The record that changed; absent when more than cards changed (stages, order keys): fetch all that is shown. */
  record?: {
    id: string
    /** Null when not the record itself changed but what is shown with it, such as its tasks. */
    version: number | null
  }
}

/** A task was made, changed or deleted. */
export interface TaskHint {
  workspaceId: string
  taskId: string
}

/** What this member was told, or has read of it, has changed: nobody else's affair. */
export interface NoticeHint {
  workspaceId: string
  userId: string
}

/** A run of a flow has gone on. */
export interface RunHint {
  workspaceId: string
  flowId: string
  runId: string
}

const channel = 'throughline_live'
/** At most one NOTIFY per process in this time: NOTIFY takes a lock that all commits share. */
const coalesceMs = 25
/** PostgreSQL refuses a payload of 8,000 bytes. */
const hintsPerNotify = 40

/** Gets a hint, or null when hints may have been lost and all that is shown should be fetched again. */
type Listener = (hint: Hint | null) => void

interface Live {
  waiting: Hint[]
  timer: NodeJS.Timeout | undefined
  sending: Promise<void> | undefined
  listeners: Set<Listener>
  client: pg.Client | undefined
  connecting: Promise<void> | undefined
}

const shared = globalThis as typeof globalThis & { throughlineLive?: Live }
shared.throughlineLive ??= {
  waiting: [],
  timer: undefined,
  sending: undefined,
  listeners: new Set(),
  client: undefined,
  connecting: undefined,
}
const live = shared.throughlineLive

/** Sends hints to every web process, coalesced. Call after the commit; a hint lost in a crash costs a refresh only. */
export function announce(hints: Hint[]): void {
  if (hints.length === 0) return
  live.waiting.push(...hints)
  live.timer ??= setTimeout(() => {
    live.sending = sendHints()
  }, coalesceMs)
}

/** Sends what waits at once; a process that is about to end calls it itself. */
export async function sendHints(): Promise<void> {
  clearTimeout(live.timer)
  live.timer = undefined
  const hints = live.waiting.splice(0)
  for (let start = 0; start < hints.length; start += hintsPerNotify) {
    const payload = JSON.stringify(hints.slice(start, start + hintsPerNotify))
    await database()
      .pool.query('SELECT pg_notify($1, $2)', [channel, payload])
      .catch((error: Error) => console.error(`live hints not sent: ${error.message}`))
  }
}

/** Calls `listener` for every hint of every workspace until the returned function is called. */
export async function listen(listener: Listener): Promise<() => void> {
  live.listeners.add(listener)
  const stop = () => live.listeners.delete(listener)
  await connected().catch((error: unknown) => {
    stop()
    throw error
  })
  return stop
}

function connected(): Promise<void> {
  if (live.client && !live.connecting) return Promise.resolve()
  live.connecting ??= connect().finally(() => {
    live.connecting = undefined
  })
  return live.connecting
}

async function reconnect(): Promise<void> {
  await connected()
  for (const listener of live.listeners) listener(null)
}

async function connect(): Promise<void> {
  const client = new pg.Client({ connectionString: process.env.DATABASE_URL, application_name: 'throughline live' })
  const lost = () => {
    if (live.client !== client) return
    live.client = undefined
    if (live.listeners.size > 0) setTimeout(() => reconnect().catch(lost), 1000).unref()
  }
  client.on('error', lost)
  client.on('end', lost)
  client.on('notification', ({ payload }) => {
    const hints: Hint[] = JSON.parse(payload ?? '[]')
    for (const hint of hints) for (const listener of live.listeners) listener(hint)
  })
  live.client = client
  await client.connect()
  await client.query(`LISTEN ${channel}`)
}

/** Stops listening and drops whatever waits; for the end of the process and of tests. */
export async function stopListening(): Promise<void> {
  clearTimeout(live.timer)
  live.timer = undefined
  live.waiting.length = 0
  await live.sending
  live.listeners.clear()
  const client = live.client
  live.client = undefined
  await client?.end()
}
