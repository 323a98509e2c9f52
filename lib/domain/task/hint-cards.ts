import { cardsOfTask, type LinkedCard } from '@/lib/db/sql/task'
import type { Tx } from '@/lib/db/transaction'

/** Tells live boards that the tasks of these cards, by default of those that the task is about, are others now. */
export async function hintCards(tx: Tx, taskId: string, cards?: LinkedCard[]): Promise<void> {
  for (const { id, pipelineId } of cards ?? (await cardsOfTask(tx, taskId))) {
    tx.hint({ workspaceId: tx.workspaceId, pipelineId, record: { id, version: null } })
  }
}
