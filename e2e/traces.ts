import { sql } from '@/lib/db/client'
import { type Caller, openTransaction, type Tx } from '@/lib/db/transaction'
import { Refusal } from '@/lib/domain/refusal'

/** An event as it was left, with its changes. */
export interface Trace {
  verb: string
  door: string
  actorId: string | null
  requestId: string | null
  changes: {
    subject: string
    subjectId: string
    before: Record<string, unknown> | null
    after: Record<string, unknown> | null
    fromStageId: string | null
    toStageId: string | null
  }[]
}

/** Every event of a workspace with its changes, oldest first. */
export const tracesIn = (workspaceId: string): Promise<Trace[]> =>
  sql(
    `SELECT e.verb, e.door, e."actorId", e."requestId",
            (SELECT coalesce(json_agg(json_build_object('subject', c.subject, 'subjectId', c."subjectId", 'before', c.before,
               'after', c.after, 'fromStageId', c."fromStageId", 'toStageId', c."toStageId") ORDER BY c.id), '[]')
             FROM "Change" c WHERE c."workspaceId" = e."workspaceId" AND c."eventId" = e.id) AS changes
     FROM "Event" e WHERE e."workspaceId" = $1 ORDER BY e.id`,
    [workspaceId],
  )

/** The ids of a workspace's events of one verb, oldest first. */
export const eventsIn = async (workspaceId: string, verb: string): Promise<string[]> =>
  (
    await sql<{ id: string }>('SELECT id FROM "Event" WHERE "workspaceId" = $1 AND verb = $2 ORDER BY id', [
      workspaceId,
      verb,
    ])
  ).map(({ id }) => id)

/** Runs one verb in a transaction of its own; gives its result and the events that it left. */
export async function leaves<T>(caller: Caller, verb: (tx: Tx) => Promise<T>): Promise<{ result: T; traces: Trace[] }> {
  const before = await tracesIn(caller.workspaceId)
  const result = await openTransaction(caller, verb)
  return { result, traces: (await tracesIn(caller.workspaceId)).slice(before.length) }
}

/** How a verb refuses, as kind, field and message; throws when it does not refuse, or leaves a trace all the same. */
export async function refusalOf(caller: Caller, verb: (tx: Tx) => Promise<unknown>): Promise<string> {
  const before = (await tracesIn(caller.workspaceId)).length
  const refusal = await openTransaction(caller, verb).then(
    () => new Error('was not refused'),
    (error: unknown) => error,
  )
  if (!(refusal instanceof Refusal)) throw refusal
  if ((await tracesIn(caller.workspaceId)).length !== before) throw new Error(`left a trace: ${refusal.message}`)
  const { field, subject } = refusal.details
  return [refusal.kind, field ?? subject ?? '-', refusal.message].join(' | ')
}
