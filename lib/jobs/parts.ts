import { doOthersWait, dueParts } from '@/lib/db/sql/run'
import { openTransaction, readerFor, type Scope } from '@/lib/db/transaction'
import { Refusal } from '@/lib/domain/refusal'
import { claimPart, dropPart, holdPart, type PartClaim } from '@/lib/domain/run/claim'
import { programOf } from '@/lib/domain/run/program'
import { readPart } from '@/lib/domain/run/read-part'
import { completePart, delayPart, failRun } from '@/lib/domain/run/settle'
import { writeBatch } from '@/lib/domain/run/write-batch'
import { SourceFailed } from '@/lib/domain/source/failed'
import { keepHolding } from './hold'
import { callerOf } from './runs'
import type { Job, Kind } from './work'

/** How many parts one process reads at once. */
const concurrency = 4
/** So long a part is read before it lets those of other runs in that wait. */
const turnMs = 20_000

/** The parts of runs as work. */
export const parts = (): Kind => ({ name: 'parts', concurrency, due: () => dueParts(), run: takePart })

/** Reads a part to its end, or as far as there is time, and writes it batch by batch. Gives what its run has due next. */
export async function takePart({ workspaceId, id }: Job, signal: AbortSignal): Promise<Job[]> {
  const claim = await openTransaction(callerOf(workspaceId, null), (tx) => claimPart(tx, id))
  if (!claim) return []
  const scope = readerFor(callerOf(workspaceId, claim.run))
  const held = keepHolding(() => holdPart(scope, claim))
  const stop = AbortSignal.any([signal, held.lost])
  try {
    await readOn(scope, claim, stop)
  } catch (error) {
    if (!stop.aborted) await settle(scope, claim, error)
    else if (signal.aborted) await openTransaction(scope, (tx) => dropPart(tx, claim))
  } finally {
    held.release()
  }
  return dueParts(claim.run.id)
}

async function readOn(scope: Scope, claim: PartClaim, signal: AbortSignal): Promise<void> {
  const program = await programOf(scope, claim.run.drawing, claim.run.startedAt)
  let turnEnds = Date.now() + turnMs
  for await (const batch of readPart(scope, claim, program, signal)) {
    if (!(await writeBatch(scope, claim, program, batch))) return
    signal.throwIfAborted()
    if (Date.now() < turnEnds) continue
    if (await doOthersWait(claim.run.id)) return openTransaction(scope, (tx) => dropPart(tx, claim))
    turnEnds = Date.now() + turnMs
  }
  await openTransaction(scope, (tx) => completePart(tx, claim, program))
}

/** What is the source's fault is told there; a refusal ends the run; anything else is tried again when the claim is over. */
async function settle(scope: Scope, claim: PartClaim, error: unknown): Promise<void> {
  if (error instanceof SourceFailed) await openTransaction(scope, (tx) => delayPart(tx, claim, error))
  else if (error instanceof Refusal) await openTransaction(scope, (tx) => failRun(tx, claim, error.message))
  else throw error
}
