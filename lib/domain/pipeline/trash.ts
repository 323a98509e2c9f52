import type { Tx } from '@/lib/db/transaction'
import { recordEvent } from '../event/record-event'
import { hasDefault, lockDefaults, passDefaultOn } from './default'
import { findPipeline, lockPipeline } from './find'
import type { PipelineRow } from './pipeline'

/**
 * Puts a board with its records in the trash. If it was its object's default, the oldest other one becomes it. Refuses
 * (stale) one that is newer than `seen`.
 */
export async function trashPipeline(tx: Tx, id: string, seen?: number): Promise<void> {
  const { objectId } = await findPipeline(tx, id)
  await lockDefaults(tx, objectId)
  const { isDefault, version } = await lockPipeline(tx, id, { seen })
  await write(tx, id, { trashedAt: tx.now })
  const passed = isDefault ? await passDefaultOn(tx, objectId) : []
  const [before, after] = [{ trashedAt: null }, { trashedAt: tx.now }]
  const change = { subject: 'pipeline', subjectId: id, before, after, version: version + 1 }
  await recordEvent(tx, 'pipeline.trash', [change, ...passed])
  tx.hint({ workspaceId: tx.workspaceId, pipelineId: id })
}

/** Takes a board with its records out of the trash; one that was the default is it again unless another is by now. */
export async function restorePipeline(tx: Tx, id: string): Promise<PipelineRow> {
  const { objectId } = await findPipeline(tx, id, 'trashed')
  await lockDefaults(tx, objectId)
  const pipeline = await lockPipeline(tx, id, { which: 'trashed' })
  const isDefault = pipeline.isDefault && !(await hasDefault(tx, objectId))
  await write(tx, id, { trashedAt: null, isDefault })
  const [before, after] = [{ trashed: true }, { trashed: false, isDefault }]
  const change = { subject: 'pipeline', subjectId: id, before, after, version: pipeline.version + 1 }
  await recordEvent(tx, 'pipeline.restore', [change])
  tx.hint({ workspaceId: tx.workspaceId, pipelineId: id })
  return findPipeline(tx, id)
}

async function write(tx: Tx, id: string, data: { trashedAt: Date | null; isDefault?: boolean }): Promise<void> {
  await tx.db.pipeline.update({
    where: { workspaceId_id: { workspaceId: tx.workspaceId, id } },
    data: { ...data, version: { increment: 1 }, updatedAt: tx.now },
  })
}
