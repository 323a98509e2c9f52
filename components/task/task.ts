import type { listTasks } from '@/lib/contracts/kasar/task.contract'
import type { ReplyOf } from '@/lib/http/call'

type Listed = ReplyOf<typeof listTasks>['data'][number]

/** A record that a task is about. */
export type TaskLink = NonNullable<Listed['links']>[number]

/** A task with the records that it is about. */
export type Task = Omit<Listed, 'links'> & { links: TaskLink[] }

export type Priority = NonNullable<Task['priority']>
export type ActionType = NonNullable<Task['action_type']>

/** What becomes of a task by a change, in its own fields. */
export type TaskChange = Partial<Omit<Task, 'id' | 'created_at' | 'created_by_id' | 'updated_at'>>

/** The most pressing first, as they are chosen from. */
export const priorities: readonly Priority[] = ['high', 'medium', 'low']

export const priorityWords: Record<Priority, string> = {
  high: 'High priority',
  medium: 'Medium priority',
  low: 'Low priority',
}

export const actionTypes: readonly ActionType[] = ['call', 'email', 'meeting', 'linkedin_message', 'whatsapp_message']

export const actionWords: Record<ActionType, string> = {
  call: 'Call',
  email: 'Email',
  meeting: 'Meeting',
  linkedin_message: 'LinkedIn message',
  whatsapp_message: 'WhatsApp message',
}
