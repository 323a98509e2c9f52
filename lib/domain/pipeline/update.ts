import type { Tx } from '@/lib/db/transaction'
import { difference, recordEvent } from '../event/record-event'
import { lockDefaults, unsetDefault } from './default'
import { findPipeline, lockPipeline } from './find'
import type { PipelineRow } from './pipeline'

export interface PipelineChange {
  name?: string
  isDefault?: boolean
  metadata?: Record<string, unknown>
  rottingDays?: number | null
}

/**
 * Changes a board. Making it the default takes that from the object's other; giving it up leaves the object without.
 * Refuses (stale) one that is newer than `seen`.
 */
export async function updatePipeline(tx: Tx, id: string, change: PipelineChange, seen?: number): Promise<PipelineRow> {
  const { objectId } = await findPipeline(tx, id)
  if (change.isDefault !== undefined) await lockDefaults(tx, objectId)
  const pipeline = await lockPipeline(tx, id, { seen })
  const changed = difference<PipelineRow>(pipeline, change)
  if (!changed) return pipeline
  const unset = changed.after.isDefault ? await unsetDefault(tx, objectId, id) : []
  const { metadata, ...rest } = change
  await tx.db.pipeline.update({
    where: { workspaceId_id: { workspaceId: tx.workspaceId, id } },
    data: { ...rest, ...(metadata && { metadata: metadata as object }), version: { increment: 1 }, updatedAt: tx.now },
  })
  const written = { subject: 'pipeline', subjectId: id, ...changed, version: pipeline.version + 1 }
  await recordEvent(tx, 'pipeline.update', [written, ...unset])
  tx.hint({ workspaceId: tx.workspaceId, pipelineId: id })
  return findPipeline(tx, id)
}
