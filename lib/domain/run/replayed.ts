import type { Scope } from '@/lib/db/transaction'
import type { SourceRead } from '../flow/program/program'
import { type Cell, type Item, rowFrom } from '../flow/row'
import type { Reader } from '../source/reader'
import type { RunDrawing } from './run'

/** Rejects of some of a run's sources. */
interface RejectsOf {
  nodeIds: string[]
}

const mostAtOnce = 1000

interface Stored {
  id: string
  number: number
  reason: string
  original: string | { [name: string]: Cell }
}

/** Reads the rows that a run could not take in, as they were when its sources gave them. */
export const rejectReader = (scope: Scope, runId: string): Reader => ({
  split: async () => [],
  async *read(part, after, size, signal) {
    const { nodeIds } = part as RejectsOf
    let last = after as string | null
    for (;;) {
      signal.throwIfAborted()
      const found = await scope.sql<Stored>(
        `SELECT r.id, r.number, r.reason, r.original FROM "FlowReject" r
         JOIN "FlowPart" p ON p."workspaceId" = r."workspaceId" AND p.id = r."partId"
         WHERE r."workspaceId" = $1 AND r."runId" = $2 AND ($3::uuid IS NULL OR r.id > $3)
           AND p."nodeId" = ANY($4) AND p.phase = ${lastPhase}
         ORDER BY r.id LIMIT $5`,
        [scope.workspaceId, runId, last, nodeIds, Math.min(size, mostAtOnce)],
      )
      last = found.at(-1)?.id ?? null
      if (last === null) return
      yield { items: found.map(itemOf), resume: last, mark: null }
    }
  },
  found: () => ({ encoding: null, delimiter: null, names: null }),
  close: async () => {},
})

// What was rejected before was the right side of a join, which is read whole again.
const lastPhase = '(SELECT max(phase) FROM "FlowPart" WHERE "workspaceId" = $1 AND "runId" = $2)'

const itemOf = ({ number, reason, original }: Stored): Item =>
  typeof original === 'string' ? { number, broken: reason, original } : { number, row: rowFrom(original) }

/**
 * Which sources of a flow take the rejects of which of a run's: the same node does, else one that reads the same
 * connector, else the first.
 */
export async function rejectsBySource(
  scope: Scope,
  runId: string,
  reads: SourceRead[],
): Promise<{ read: SourceRead; part: RejectsOf }[]> {
  const nodes = await scope.sql<{ nodeId: string; drawing: RunDrawing }>(
    `SELECT DISTINCT ON (p."nodeId") p."nodeId", r.drawing FROM "FlowPart" p
     JOIN "FlowRun" r ON r."workspaceId" = p."workspaceId" AND r.id = p."runId"
     WHERE p."workspaceId" = $1 AND p."runId" = $2 AND p.phase = ${lastPhase}`,
    [scope.workspaceId, runId],
  )
  const takenBy = ({ nodeId, drawing }: (typeof nodes)[number]) => {
    const connectorId = drawing.nodes.find(({ id }) => id === nodeId)?.connectorId ?? drawing.connector.id
    return (
      reads.find((read) => read.nodeId === nodeId) ?? reads.find((read) => read.connectorId === connectorId) ?? reads[0]
    )
  }
  return reads.flatMap((read) => {
    const nodeIds = nodes.filter((node) => takenBy(node) === read).map(({ nodeId }) => nodeId)
    return nodeIds.length > 0 ? [{ read, part: { nodeIds } }] : []
  })
}
