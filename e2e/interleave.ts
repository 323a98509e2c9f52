import { sql } from '@/lib/db/client'
import { type Caller, openTransaction, type Tx } from '@/lib/db/transaction'

export interface Interleaved<First, Second> {
  first: PromiseSettledResult<First>
  second: PromiseSettledResult<Second>
  /** Whether the second had to wait for the first. */
  waited: boolean
}

/**
 * Runs `first` and, while its transaction is still open, `second` in another; the first commits as soon as the second
 * waits for it or has ended. Shows what a verb does that finds the ground moved under it.
 */
export async function interleave<First, Second>(
  caller: Caller,
  first: (tx: Tx) => Promise<First>,
  second: (tx: Tx) => Promise<Second>,
): Promise<Interleaved<First, Second>> {
  const held = gate()
  const ready = gate()
  const one = openTransaction(caller, async (tx) => {
    const result = await first(tx)
    ready.open()
    await held.opened
    return result
  })
  await Promise.race([ready.opened, one])
  let backend = 0
  let ended = false
  const two = openTransaction(caller, async (tx) => {
    backend = await backendOf(tx)
    return second(tx)
  })
  const end = two.then(
    () => undefined,
    () => undefined,
  )
  void end.then(() => {
    ended = true
  })
  let waited = false
  while (!ended && !waited) waited = await isBlocked(backend)
  held.open()
  const [firstResult, secondResult] = await Promise.allSettled([one, two])
  return { first: firstResult, second: secondResult, waited }
}

/** The database process that serves a transaction. */
export async function backendOf(tx: Tx): Promise<number> {
  const [row] = await tx.sql<{ pid: number }>('SELECT pg_backend_pid() AS pid', [])
  return row?.pid ?? 0
}

async function isBlocked(backend: number): Promise<boolean> {
  const [row] = await sql<{ blocked: boolean }>('SELECT cardinality(pg_blocking_pids($1)) > 0 AS blocked', [backend])
  return row?.blocked ?? false
}

/** A promise with the key to it in hand. */
export function gate(): { opened: Promise<void>; open(): void } {
  let open = () => {}
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return { opened, open }
}
