import { beforeAll, describe, expect, it } from 'vitest'
import { chance } from '@/e2e/random'
import { openWorkspace, type TestWorkspace } from '@/e2e/workspace'
import { sql } from '@/lib/db/client'
import { readerFor, type Scope } from '@/lib/db/transaction'
import { newId } from '../id'
import { browseTasks } from './browse'
import { countTasks } from './count'
import { type Priority, priorities } from './task'
import { type TaskFilter, type TaskMode, taskModes } from './where'

interface Made {
  dueAt: number | null
  completed: boolean
  priority: Priority | null
  assignedToId: string | null
}

const random = chance(20_261_122)
const zones = Intl.supportedValuesOf('timeZone')
const day = 86_400_000
const around = Date.UTC(2026, 10, 1)

let workspace: TestWorkspace
const tasks: Made[] = []

beforeAll(async () => {
  workspace = await openWorkspace()
  const colleague = await workspace.member('editor')
  for (let at = 0; at < 400; at++) {
    tasks.push({
      // Half of them on whole hours, where days begin.
      dueAt: at % 10 === 0 ? null : around + random.under(14 * 24) * 3_600_000 + (at % 2) * random.under(3_600_000),
      completed: random.under(4) === 0,
      priority: random.pick([null, ...priorities]),
      assignedToId: random.pick([null, workspace.adminId, colleague.id]),
    })
  }
  await sql(
    `INSERT INTO "Task" ("workspaceId", id, title, "dueAt", priority, "assignedToId", "createdById", "completedAt", "completedById")
     SELECT $1, t.id, 'Task', t."dueAt", t.priority, t."assignedToId", $2, t."completedAt", t."completedById"
     FROM jsonb_to_recordset($3::jsonb) AS t(id uuid, "dueAt" timestamptz, priority "TaskPriority", "assignedToId" uuid, "completedAt" timestamptz, "completedById" uuid)`,
    [
      workspace.id,
      workspace.adminId,
      JSON.stringify(
        tasks.map((task) => ({
          ...task,
          id: newId(),
          dueAt: task.dueAt === null ? null : new Date(task.dueAt),
          completedAt: task.completed ? new Date(around) : null,
          completedById: task.completed ? workspace.adminId : null,
        })),
      ),
    ],
  )
})

/** Somebody who reads the tasks at an instant. */
const readerAt = (now: Date): Scope => ({
  ...readerFor({
    workspaceId: workspace.id,
    actor: { userId: workspace.adminId, apiKeyId: null, door: 'session' },
    requestId: null,
  }),
  now,
})

/** The local date as the platform's own calendar writes it. */
const dateIn = (instant: number, timeZone: string): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(instant)

/** What each list holds by a plain reading of the tasks. */
function expected(now: number, zone: string, meant: (task: Made) => boolean): Record<TaskMode, number> {
  const today = dateIn(now, zone)
  const counts = { all: 0, today: 0, overdue: 0, upcoming: 0, completed: 0 }
  for (const { dueAt, completed } of tasks.filter(meant)) {
    counts.all++
    if (completed) counts.completed++
    else if (dueAt !== null) {
      const date = dateIn(dueAt, zone)
      counts[date === today ? 'today' : date < today ? 'overdue' : 'upcoming']++
    }
  }
  return counts
}

const filterIn = (timeZone: string, more: Partial<TaskFilter> = {}): TaskFilter => ({
  spelling: { assigned_to_id: 'assignedToId' },
  timeZone,
  ...more,
})

describe('the counts of the inbox', () => {
  it('are what the lists hold, at 150 random instants in random zones', async () => {
    for (let round = 0; round < 150; round++) {
      const zone = random.pick(zones)
      const now = around + random.under(14 * day)
      const priority = random.pick([undefined, ...priorities])
      const assignedToId = random.pick([undefined, workspace.adminId])
      const filter = filterIn(zone, { priority, assignedToId })
      const meant = (task: Made) =>
        (!priority || task.priority === priority) && (!assignedToId || task.assignedToId === assignedToId)
      const scope = readerAt(new Date(now))
      const where = `${new Date(now).toISOString()} in ${zone}`
      const counts = await countTasks(scope, filter)
      expect(counts, where).toEqual(expected(now, zone, meant))
      const mode = random.pick(taskModes)
      const sort = { fields: [], parameter: 'sort' as const }
      expect((await browseTasks(scope, { ...filter, mode, sort }, 1, null)).total, where).toBe(counts[mode])
    }
  })

  it('count what nobody is to do as the filters say', async () => {
    const counts = await countTasks(
      readerAt(new Date(around)),
      filterIn('UTC', { filters: { field: 'assigned_to_id', operator: 'is_null', value: null } }),
    )
    expect(counts).toEqual(expected(around, 'UTC', ({ assignedToId }) => assignedToId === null))
  })
})
