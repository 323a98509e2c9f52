import type { Tx } from '@/lib/db/transaction'
import { completeTask } from '../task/complete'
import { createTask } from '../task/create'
import { demoData } from './demo-data'

/** What the workspace has for tasks to be about, and for whom. */
export interface TaskSurroundings {
  /** The id of whoever looks at the demo. */
  adminId: string
  /** The other members' ids by account. */
  members: Map<string, string>
  /** The deals' ids by title. */
  deals: Map<string, string>
}

const dayMs = 86_400_000
/** How long before it is due a task was made. */
const noticeDays = 4

/**
 * Gives the members something to do: tasks overdue, of today and to come, some that recur, some done, most about a deal.
 * One about a deal that is not there is left out.
 */
export async function addTasks(tx: Tx, { adminId, members, deals }: TaskSurroundings): Promise<void> {
  for (const task of demoData('tasks')) {
    const { title, deal, dueInDays, at = '12:00', actionType, priority, recurrence, doneDaysAgo } = task
    const dealId = deal === undefined ? undefined : deals.get(deal)
    if (deal !== undefined && dealId === undefined) continue
    const day = new Date(tx.now.getTime() + (dueInDays ?? 0) * dayMs).toISOString().slice(0, 10)
    const dueAt = dueInDays === undefined ? null : new Date(`${day}T${at}:00Z`)
    const made = Math.min(tx.now.getTime(), dueAt?.getTime() ?? Number.POSITIVE_INFINITY) - noticeDays * dayMs
    const as = (account: string | undefined) => members.get(account ?? '') ?? adminId
    const by = (userId: string, now: Date): Tx => ({ ...tx, now, actor: { ...tx.actor, userId } })
    const { id } = await createTask(by(as(task.by), new Date(made)), {
      ...{ title, dueAt, actionType, priority, recurrence, assignedToId: as(task.assignedTo) },
      links: dealId === undefined ? [] : [{ id: dealId, object: 'opportunities' }],
    })
    if (doneDaysAgo !== undefined) {
      await completeTask(by(as(task.assignedTo), new Date(tx.now.getTime() - doneDaysAgo * dayMs)), id, true)
    }
  }
}
