import type { Scope } from '@/lib/db/transaction'
import { dayAround, weekAround } from './local-day'

/** How far a member has come with what is assigned to them. */
export interface TaskStats {
  total: number
  completedToday: number
  remainingToday: number
  overdue: number
  /** Due in the local ISO week, open or done. */
  thisWeek: number
  completed: number
}

const count = {
  name: 'task_stats',
  text: `
    SELECT count(*) AS total,
           count(*) FILTER (WHERE "completedAt" >= $3 AND "completedAt" < $4) AS "completedToday",
           count(*) FILTER (WHERE "completedAt" IS NULL AND "dueAt" >= $3 AND "dueAt" < $4) AS "remainingToday",
           count(*) FILTER (WHERE "completedAt" IS NULL AND "dueAt" < $3) AS overdue,
           count(*) FILTER (WHERE "dueAt" >= $5 AND "dueAt" < $6) AS "thisWeek",
           count("completedAt") AS completed
    FROM "Task" WHERE "workspaceId" = $1 AND "assignedToId" = $2`,
}

/** Counts the tasks assigned to a member, by the local day and ISO week of `timeZone` (IANA). */
export async function taskStats(scope: Scope, userId: string, timeZone: string): Promise<TaskStats> {
  const day = dayAround(scope.now, timeZone)
  const week = weekAround(scope.now, timeZone)
  const values = [scope.workspaceId, userId, day.from, day.until, week.from, week.until]
  const [stats] = await scope.sql<TaskStats>(count, values)
  return stats as TaskStats
}
