import type { Tx } from '@/lib/db/transaction'
import { recordEvent } from '../event/record-event'
import { hasDefault, lockDefaults, passDefaultOn } from './default'
import { findPipeline, lockPipeline } from './find'
import type { PipelineRow } from './pipeline'

/** Puts a board with its records in the trash. If it was its object's default, the oldest other one becomes it. */
export async function trashPipeline(tx: Tx, id: string): Promise<void> {
  const { objectId } = await findPipeline(tx, id)
  await lockDefaults(tx, objectId)
  const { isDefault } = await lockPipeline(tx, id)
  await write(tx, id, { trashedAt: tx.now })
  const passed = isDefault ? await passDefaultOn(tx, objectId) : []
  const change = { subject: 'pipeline', subjectId: id, before: { trashedAt: null }, after: { trashedAt: tx.now } }
  await recordEvent(tx, 'pipeline.trash', [change, ...passed])
  tx.hint({ workspaceId: tx.workspaceId, pipelineId: id })
}

/** Takes a board with its records out of the trash; one that was the default is it again unless another is by now. */
export async function restorePipeline(tx: Tx, id: string): Promise<PipelineRow> {
  const { objectId } = await findPipeline(tx, id, 'trashed')
  await lockDefaults(tx, objectId)
  const pipeline = await lockPipeline(tx, id, 'trashed')
  const isDefault = pipeline.isDefault && !(await hasDefault(tx, objectId))
  await write(tx, id, { trashedAt: null, isDefault })
  await recordEvent(tx, 'pipeline.restore', [
    { subject: 'pipeline', subjectId: id, before: { trashed: true }, after: { trashed: false, isDefault } },
  ])
  tx.hint({ workspaceId: tx.workspaceId, pipelineId: id })
  return findPipeline(tx, id)
}

async function write(tx: Tx, id: string, data: { trashedAt: Date | null; isDefault?: boolean }): Promise<void> {
  await tx.db.pipeline.update({
    where: { workspaceId_id: { workspaceId: tx.workspaceId, id } },
    data: { ...data, version: { increment: 1 }, updatedAt: tx.now },
  })
}
