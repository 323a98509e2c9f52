import type { Tx } from '@/lib/db/transaction'
import { slotsAfter, slotsAround } from '../flow/schedule'
import { Refusal } from '../refusal'
import { failToStart, startRun } from './start'

interface Scheduled {
  schedule: string
  timeZone: string
  nextSlotAt: Date | null
  updatedAt: Date
}

/**
 * Asks for the run of a flow whose time has come: for the last of its times that has, however many were missed, and for
 * none while one that a schedule asked for waits. Whoever comes while another is at it does nothing.
 */
export async function startScheduled(tx: Tx, flowId: string): Promise<void> {
  const flow = await lockScheduled(tx, flowId)
  if (!flow) return
  const { schedule, timeZone } = flow
  const slot = flow.nextSlotAt ?? slotsAfter(schedule, timeZone, flow.updatedAt, 1)[0]
  if (!slot) return
  if (slot > tx.now) return setNext(tx, flowId, slot)
  const { last, next } = slotsAround(schedule, timeZone, slot, tx.now)
  await setNext(tx, flowId, next)
  if (await isTaken(tx, flowId, last)) return
  const run = { trigger: 'schedule', slotAt: last } as const
  try {
    await tx.savepoint(() => startRun(tx, flowId, run))
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    await failToStart(tx, flowId, run, error.message)
  }
}

async function lockScheduled(tx: Tx, flowId: string): Promise<Scheduled | undefined> {
  const [flow] = await tx.sql<Scheduled>(
    `SELECT f.schedule, f."nextSlotAt", f."updatedAt", w."timeZone"
     FROM "Flow" f JOIN "Workspace" w ON w.id = f."workspaceId"
     WHERE f."workspaceId" = $1 AND f.id = $2 AND f.status = 'active' AND f.schedule IS NOT NULL
       AND (f."nextSlotAt" IS NULL OR f."nextSlotAt" <= $3)
     FOR NO KEY UPDATE OF f SKIP LOCKED`,
    [tx.workspaceId, flowId, tx.now],
  )
  return flow
}

async function setNext(tx: Tx, flowId: string, nextSlotAt: Date): Promise<void> {
  await tx.db.flow.update({
    where: { workspaceId_id: { workspaceId: tx.workspaceId, id: flowId } },
    data: { nextSlotAt },
  })
}

/** Whether there is a run for this time already, or one for another that has not begun. */
async function isTaken(tx: Tx, flowId: string, slotAt: Date): Promise<boolean> {
  const found = await tx.sql(
    `SELECT 1 FROM "FlowRun"
     WHERE "workspaceId" = $1 AND "flowId" = $2 AND ("slotAt" = $3 OR (status = 'pending' AND "slotAt" IS NOT NULL)) LIMIT 1`,
    [tx.workspaceId, flowId, slotAt],
  )
  return found.length > 0
}
