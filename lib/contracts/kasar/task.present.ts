import type { z } from 'zod'
import type { ListedTask } from '@/lib/domain/task/browse'
import type { TaskCounts } from '@/lib/domain/task/count'
import type { LinkedRecord } from '@/lib/domain/task/find'
import type { TaskStats } from '@/lib/domain/task/stats'
import type { TaskRow } from '@/lib/domain/task/task'
import type { countTasks, listTaskLinks, listTasks, task, taskStats } from './task.contract'

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

/** A task of a list, with its links where they were asked for. */
export const presentListedTask = ({ links, ...row }: ListedTask): z.input<typeof listTasks.reply>['data'][number] => ({
  ...presentTask(row),
  ...(links && { links: links.map(presentLink) }),
})

type Link = z.input<typeof listTaskLinks.reply>['data'][number]

/** A record that a task is about. */
export const presentLink = ({ id, object, title }: LinkedRecord): Link => ({ id, type: object, title })

/** How many tasks each list of the inbox holds. */
export const presentCounts = (counts: TaskCounts): z.input<typeof countTasks.reply> => ({
  today: counts.today,
  overdue: counts.overdue,
  upcoming: counts.upcoming,
  completed: counts.completed,
  all: counts.all,
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
