import type { z } from 'zod'
import type { LinkedRecord } from '@/lib/domain/task/find'
import type { TaskStats } from '@/lib/domain/task/stats'
import type { TaskRow } from '@/lib/domain/task/task'
import type { listTaskLinks, task, taskStats } from './task.contract'

/** A task (Kasar Tasks, "List Tasks"). */
export const presentTask = (row: TaskRow): z.input<typeof task> => ({
  id: row.id,
  title: row.title,
  due_date: row.dueAt?.toISOString() ?? null,
  priority: row.priority,
  action_type: row.actionType,
  is_completed: row.completedAt !== null,
  completed_at: row.completedAt?.toISOString() ?? null,
  completed_by: row.completedById,
  assigned_to_id: row.assignedToId,
  created_by_id: row.createdById,
  recurrence: row.recurrence,
  created_at: row.createdAt.toISOString(),
  updated_at: row.updatedAt.toISOString(),
})

/** A record that a task is about. */
export const presentLink = ({
  id,
  object,
  title,
}: LinkedRecord): z.input<typeof listTaskLinks.reply>['data'][number] => ({
  id,
  type: object,
  title,
})

/** A member's progress (Kasar Tasks, "Task Stats"); the rate rounds half up. */
export const presentStats = ({ completed, ...counts }: TaskStats): z.input<typeof taskStats.reply> => ({
  total: counts.total,
  completedToday: counts.completedToday,
  remainingToday: counts.remainingToday,
  overdue: counts.overdue,
  thisWeek: counts.thisWeek,
  completionRate: counts.total === 0 ? 0 : Math.round((100 * completed) / counts.total),
})
