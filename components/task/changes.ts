import type { TaskChange } from './task'

/** What is shown of tasks before the server has it: a change, or that the task is gone. */
export type Overlay = ReadonlyMap<string, TaskChange | 'gone'>

type Operation = { changes: Overlay; seen: boolean }

export type ChangesInput = {
  /** The server has taken a change: what is counted is another number now. */
  confirmed: () => void
  /** What is stored is to have these changes, and each task to go where it belongs. */
  keep: (changes: Overlay) => void
  /** Read these again wherever they are shown; until it resolves the change itself is shown. */
  refresh: (ids: readonly string[]) => Promise<unknown>
  /** Resolves once a change has been seen where it was made. */
  linger: () => Promise<unknown>
}

export type Changes = {
  overlay: () => Overlay
  /** Tasks whose changes have been shown for long enough where they were made. */
  seen: () => ReadonlySet<string>
  subscribe: (listener: () => void) => () => void
  /**
   * Shows changes at once and sends them once earlier ones on the same tasks have their answer. Resolves to what `send`
   * gives; when that rejects, so does this, and all is shown as it was, as are those tasks that `refused` finds in it.
   */
  make: <T>(changes: Overlay, send: () => Promise<T>, how?: How<T>) => Promise<T>
  /** These have changed at the server, by whatever hand. */
  touch: (ids: readonly string[]) => void
  /** A mark in time, by which `touchedSince` tells which tasks may have been read too early. */
  mark: () => number
  touchedSince: (mark: number) => string[]
}

type How<T> = {
  /** Something is taken back: it goes where it was without lingering. */
  back?: boolean
  /** The tasks for which alone the answer is no. */
  refused?: (answer: T) => Iterable<string>
}

const longestLog = 1000

/** Changes of tasks under way. */
export function createChanges({ confirmed, keep, refresh, linger }: ChangesInput): Changes {
  const operations = new Set<Operation>()
  const queues = new Map<string, Promise<unknown>>()
  const listeners = new Set<() => void>()
  let shown: Overlay = new Map()
  let seen: ReadonlySet<string> = new Set()
  let log: string[] = []
  let logged = 0

  const show = () => {
    const next = new Map<string, TaskChange | 'gone'>()
    for (const { changes } of operations) {
      for (const [id, change] of changes) next.set(id, over(next.get(id), change))
    }
    shown = next
    seen = new Set([...operations].flatMap((each) => (each.seen ? [...each.changes.keys()] : [])))
    for (const listener of listeners) listener()
  }
  const touch = (ids: readonly string[]) => {
    log = [...log, ...ids].slice(-longestLog)
    logged += ids.length
  }

  async function settle(operation: Operation, ids: string[], lingering: Promise<unknown>): Promise<void> {
    confirmed()
    await lingering
    keep(operation.changes)
    await refresh(ids).catch(() => undefined)
    operations.delete(operation)
    show()
  }

  async function make<T>(changes: Overlay, send: () => Promise<T>, how: How<T> = {}): Promise<T> {
    const ids = [...changes.keys()]
    const operation: Operation = { changes, seen: false }
    operations.add(operation)
    show()
    touch(ids)
    const lingering = (how.back ? Promise.resolve() : linger()).then(() => {
      operation.seen = true
      if (operations.has(operation)) show()
    })
    const earlier = Promise.allSettled(ids.flatMap((id) => queues.get(id) ?? []))
    const sent = earlier.then(send)
    for (const id of ids) queues.set(id, sent)
    try {
      const answer = await sent
      touch(ids)
      const refused = new Set(how.refused?.(answer))
      operation.changes = new Map([...changes].filter(([id]) => !refused.has(id)))
      if (refused.size > 0) show()
      void settle(operation, ids, lingering)
      return answer
    } catch (error) {
      operations.delete(operation)
      show()
      void refresh(ids).catch(() => undefined)
      throw error
    } finally {
      for (const id of ids) if (queues.get(id) === sent) queues.delete(id)
    }
  }

  return {
    overlay: () => shown,
    seen: () => seen,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    make,
    touch,
    mark: () => logged,
    touchedSince: (mark) => [...new Set(log.slice(Math.max(0, log.length - (logged - mark))))],
  }
}

const over = (below: TaskChange | 'gone' | undefined, change: TaskChange | 'gone'): TaskChange | 'gone' =>
  change === 'gone' || below === undefined || below === 'gone' ? change : { ...below, ...change }
