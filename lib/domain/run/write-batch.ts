import { insertRejects } from '@/lib/db/sql/run'
import { openTransaction, type Scope, type Tx } from '@/lib/db/transaction'
import type { Item, Resume } from '../flow/row'
import { newId } from '../id'
import { leaseMs, type PartClaim } from './claim'
import type { RunProgram } from './program'
import { isOfData, type TakenIn, takeIn, takeInByHalves } from './take-in'

/** Items of a part, and where it goes on behind them. */
export interface PartBatch {
  items: Item[]
  resume: Resume
  mark: Resume | null
  /** How much of the part lies behind then; null where nobody knows. */
  share: number | null
}

/**
 * Writes a batch in one transaction: the records, the rejects, the counts, and where to go on. Gives whether it did: whoever
 * has lost the claim writes nothing, nor does anybody when the run is over or to be cancelled.
 */
export async function writeBatch(
  scope: Scope,
  claim: PartClaim,
  program: RunProgram,
  batch: PartBatch,
): Promise<boolean> {
  try {
    return await openTransaction(scope, (tx) => write(tx, claim, program, batch, takeIn))
  } catch (error) {
    if (!isOfData(error)) throw error
    return openTransaction(scope, (tx) => write(tx, claim, program, batch, takeInByHalves))
  }
}

async function write(
  tx: Tx,
  claim: PartClaim,
  program: RunProgram,
  batch: PartBatch,
  take: typeof takeIn,
): Promise<boolean> {
  const [part] = await tx.sql<{ staged: number }>(lock, [tx.workspaceId, claim.id, claim.token])
  if (!part) return false
  const { run, index, phase, nodeId } = claim
  const station = { runId: run.id, phase, nodeId, part: { index, staged: part.staged } }
  const taken = await take(tx, program, batch.items, station)
  if (taken.rejects.length > 0) {
    const rejects = taken.rejects.map((reject) => ({ ...reject, id: newId(), reason: storable(reject.reason) }))
    await insertRejects(tx, { runId: run.id, id: claim.id }, rejects)
  }
  await checkpoint(tx, claim, batch, taken)
  tx.hint({ workspaceId: tx.workspaceId, flowId: run.flowId, runId: run.id })
  return true
}

const lock = {
  name: 'run_part_lock',
  text: `
    SELECT p."rowsStaged" AS staged FROM "FlowPart" p
    JOIN "FlowRun" r ON r."workspaceId" = p."workspaceId" AND r.id = p."runId"
    WHERE p."workspaceId" = $1 AND p.id = $2 AND p.token = $3 AND p.status = 'pending'
      AND r.status = 'running' AND r."cancelRequestedAt" IS NULL
    FOR NO KEY UPDATE OF p`,
}

const goOn = {
  name: 'run_part_checkpoint',
  text: `
    UPDATE "FlowPart" SET after = $4, mark = coalesce($5, mark), share = $6, attempts = 0, error = NULL,
      "leasedUntil" = now() + $17 * interval '1 millisecond',
      "rowsIn" = "rowsIn" + $7, "rowsOut" = "rowsOut" + $8, "rowsRejected" = "rowsRejected" + $9,
      "rowsSkipped" = "rowsSkipped" + $10, "rowsAdded" = "rowsAdded" + $11, "rowsStaged" = "rowsStaged" + $12,
      created = created + $13, updated = updated + $14, unchanged = unchanged + $15,
      ignored = (SELECT coalesce(array_agg(DISTINCT name), '{}') FROM (
        SELECT name FROM unnest(ignored || $16::text[]) AS name LIMIT 1000) AS names)
    WHERE "workspaceId" = $1 AND id = $2 AND token = $3`,
}

async function checkpoint(tx: Tx, { id, token }: PartClaim, batch: PartBatch, { rows, records, ignored }: TakenIn) {
  await tx.sql(goOn, [
    ...[tx.workspaceId, id, token, JSON.stringify(batch.resume), asJson(batch.mark), batch.share],
    ...[rows.in, rows.out, rows.rejected, rows.skipped, rows.added, rows.staged],
    ...[records.created, records.updated, records.unchanged, ignored, leaseMs],
  ])
}

const asJson = (value: Resume | null): string | null => (value === null ? null : JSON.stringify(value))

// A reason is one line, and the database refuses NUL.
const storable = (text: string): string => text.toWellFormed().replace(/\p{Cc}+/gu, ' ')
