import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Acting, actingWith } from '@/e2e/acting'
import type { Answer, RunningApi } from '@/e2e/api-client'
import { refusalIn, startContractApi } from '@/e2e/contract-api'
import { textsOf } from '@/e2e/statements'
import { tracesIn } from '@/e2e/traces'
import { openWorkspace, type TestWorkspace } from '@/e2e/workspace'
import { sql } from '@/lib/db/client'

let api: RunningApi
let workspace: TestWorkspace
/** Ada, the admin. */
let kasar: Acting
/** Somebody else who works here. */
let colleague: { id: string; email: string }

beforeAll(async () => {
  api = await startContractApi()
})
afterAll(() => api.stop())
beforeEach(async () => {
  workspace = await openWorkspace()
  kasar = actingWith(api, await workspace.key('kasar'))
  colleague = await workspace.member('editor')
})

interface Task {
  id: string
  title: string
  due_date: string
  is_completed: boolean
  assigned_to_id: string | null
  recurrence: string | null
}

const made = async (body: object): Promise<string> => {
  const answer = await kasar.post('/tasks', { title: 'Follow up', ...body })
  expect(answer.status, answer.text).toBe(201)
  return answer.body.task_id
}
const task = async (id: string) => (await kasar.get(`/tasks/${id}`)).body.data
const complete = (id: string, completed = true) => kasar.put(`/tasks/${id}/complete`, { completed })
const tasks = async (): Promise<Task[]> => (await kasar.get('/tasks?limit=100')).body.data
const open = async () => (await tasks()).filter((each) => !each.is_completed)
const undone = async (answer: Answer): Promise<Answer> =>
  kasar.post(`/events/${answer.headers.get('x-event-id')}/undo`, {})
const inZone = async (userId: string, zone: string | null) => {
  await sql('UPDATE "User" SET "timeZone" = $2 WHERE id = $1', [userId, zone])
}
/** Every task as it is stored, but for what every change of it changes. */
const stored = () =>
  sql<{ task: object }>(
    `SELECT to_jsonb(t) - 'version' - 'updatedAt' || jsonb_build_object('links', array(
       SELECT l."recordId" FROM "TaskLink" l WHERE l."workspaceId" = t."workspaceId" AND l."taskId" = t.id ORDER BY 1)) AS task
     FROM "Task" t WHERE "workspaceId" = $1 ORDER BY id`,
    [workspace.id],
  )

// Far ahead, so that nothing here is late.
const due = '2040-01-02T09:00:00.000Z'
const dayAfter = '2040-01-03T09:00:00.000Z'
const daily = { due_date: due, recurrence: 'FREQ=DAILY' }

describe('a rule', () => {
  it('is written with the task, shown as it was sent, changed, and cleared by null', async () => {
    const id = await made({ due_date: due, recurrence: 'freq=weekly;byday=MO' })
    expect((await task(id)).recurrence).toBe('freq=weekly;byday=MO')
    await kasar.put(`/tasks/${id}`, { recurrence: 'FREQ=MONTHLY' })
    expect((await task(id)).recurrence).toBe('FREQ=MONTHLY')
    await kasar.put(`/tasks/${id}`, { recurrence: null })
    expect((await task(id)).recurrence).toBeNull()
    const { body } = await kasar.post('/tasks/bulk', { items: [{ op: 'update', id, recurrence: 'FREQ=DAILY' }] })
    expect(body.data[0].status).toBe(200)
    expect((await task(id)).recurrence).toBe('FREQ=DAILY')
  })

  it.each([
    [{ due_date: due, recurrence: 'every monday' }, 'must be a recurrence rule such as FREQ=WEEKLY;BYDAY=MO'],
    [{ due_date: due, recurrence: '' }, 'must be a recurrence rule such as FREQ=WEEKLY;BYDAY=MO'],
    [{ due_date: due, recurrence: 'FREQ=HOURLY' }, 'must not recur more often than daily'],
    [{ due_date: due, recurrence: 'FREQ=DAILY;BYMONTH=13' }, 'has a part that no rule can have: BYMONTH=13'],
    [{ due_date: due, recurrence: `FREQ=DAILY;BYMONTH=${'1,'.repeat(250)}1` }, 'must have at most 500 characters'],
    [{ due_date: due, recurrence: 7 }, 'must be a string'],
    [{ recurrence: 'FREQ=DAILY' }, 'needs a due date'],
    [{ due_date: null, recurrence: 'FREQ=DAILY' }, 'needs a due date'],
  ])('is refused in %j', async (body, problem) => {
    const message = `Field 'recurrence' ${problem}`
    const refused = await kasar.post('/tasks', { title: 'x', ...body })
    expect(refusalIn(refused, 'kasar')).toMatchObject({ status: 400, message })
    const id = await made({})
    expect(refusalIn(await kasar.put(`/tasks/${id}`, body), 'kasar')).toMatchObject({ status: 400, message })
    const bulk = await kasar.post('/tasks/bulk', { items: [{ op: 'update', id, ...body }] })
    expect(bulk.body.data[0]).toMatchObject({ status: 400, message })
    expect(await tasks()).toHaveLength(1)
  })

  it('keeps the due date from being cleared, unless it goes with it', async () => {
    const id = await made(daily)
    const refused = await kasar.put(`/tasks/${id}`, { due_date: null })
    expect(refusalIn(refused, 'kasar').message).toBe("Field 'recurrence' needs a due date")
    expect((await kasar.put(`/tasks/${id}`, { title: 'Other' })).status).toBe(200)
    expect((await kasar.put(`/tasks/${id}`, { due_date: null, recurrence: null })).status).toBe(200)
    expect(await task(id)).toMatchObject({ title: 'Other', due_date: null, recurrence: null })
  })
})

describe('completing a task that recurs', () => {
  it('makes the next: the same again, due when the rule says, in one event, and answers as documented', async () => {
    const contact = await kasar.record('contacts', { name: 'Alice' })
    const id = await made({
      ...{ ...daily, title: 'Call Alice', priority: 'high', action_type: 'call', assigned_to_id: colleague.id },
      linked_entities: [{ id: contact.id, type: 'contacts' }],
    })
    const by = actingWith(api, await workspace.key('kasar', { email: colleague.email }))
    const before = (await tracesIn(workspace.id)).length
    const answer = await by.put(`/tasks/${id}/complete`)
    expect(answer.body).toEqual({ task_id: id, action: 'completed' })
    const [next] = await open()
    expect(next).toEqual({
      ...(await task(id)),
      ...{ id: next?.id, due_date: dayAfter, is_completed: false, completed_at: null, completed_by: null },
      ...{ created_at: expect.any(String), updated_at: expect.any(String) },
    })
    expect(next).toMatchObject({ title: 'Call Alice', created_by_id: workspace.adminId, recurrence: 'FREQ=DAILY' })
    expect((await kasar.get(`/tasks/${next?.id}/links`)).body.data).toMatchObject([{ id: contact.id }])
    const left = (await tracesIn(workspace.id)).slice(before)
    expect(left.map(({ verb }) => verb)).toEqual(['task.complete'])
    expect(left[0]?.changes).toMatchObject([
      { subject: 'task', subjectId: id, after: { completedById: colleague.id } },
      { subject: 'task', subjectId: next?.id, before: null, after: { title: 'Call Alice', dueAt: dayAfter } },
    ])
  })

  it('tells nobody of the next', async () => {
    const id = await made({ ...daily, assigned_to_id: colleague.id })
    await complete(id)
    const told = await sql<{ kind: string; taskId: string }>(
      'SELECT kind, "taskId" FROM "Notification" WHERE "workspaceId" = $1 ORDER BY id',
      [workspace.id],
    )
    expect(told).toEqual([
      { kind: 'task_assigned', taskId: id },
      { kind: 'task_completed', taskId: id },
    ])
  })

  it('makes one next only: done twice, done again after it was opened, done by eight at once', async () => {
    const id = await made(daily)
    await complete(id)
    await complete(id)
    expect(await open()).toHaveLength(1)
    await complete(id, false)
    expect(await open()).toHaveLength(2)
    await complete(id)
    expect(await open()).toMatchObject([{ due_date: dayAfter }])
    const other = await made({ ...daily, title: 'Other' })
    await Promise.all(Array.from({ length: 8 }, () => complete(other)))
    expect((await open()).filter(({ title }) => title === 'Other')).toHaveLength(1)
  })

  it('goes on from today when it is late, not from long ago', async () => {
    const [day, now] = [86_400_000, Date.now()]
    await complete(await made({ ...daily, due_date: new Date(now - 1000.5 * day).toISOString() }))
    expect(await open()).toMatchObject([{ due_date: new Date(now + 0.5 * day).toISOString() }])
  })

  it('counts down to the last, which makes none', async () => {
    let id = await made({ due_date: due, recurrence: 'FREQ=DAILY;COUNT=3' })
    const rules: (string | null | undefined)[] = []
    for (let turn = 0; turn < 3; turn++) {
      await complete(id)
      const [next] = await open()
      rules.push(next?.recurrence)
      id = next?.id ?? ''
    }
    expect(rules).toEqual(['FREQ=DAILY;COUNT=2', 'FREQ=DAILY;COUNT=1', undefined])
    await complete(await made({ due_date: due, recurrence: 'FREQ=DAILY;UNTIL=20400102' }))
    await complete(await made({ due_date: due, recurrence: 'FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30' }))
    expect(await open()).toEqual([])
  })

  it('leaves it unassigned where the assignee has left', async () => {
    const id = await made({ ...daily, assigned_to_id: colleague.id })
    await sql('UPDATE "Member" SET "deactivatedAt" = now() WHERE "workspaceId" = $1 AND "userId" = $2', [
      workspace.id,
      colleague.id,
    ])
    await complete(id)
    expect(await open()).toMatchObject([{ assigned_to_id: null, due_date: dayAfter }])
  })

  it('goes by the clocks of the assignee, else of the creator, else of the workspace, else of UTC', async () => {
    // Over 25 March 2040, when Paris sets its clocks; New York has by then, Phoenix never does.
    const eve = { due_date: '2040-03-24T12:00:00.000Z', recurrence: 'FREQ=DAILY' }
    const later = { same: '2040-03-25T12:00:00.000Z', earlier: '2040-03-25T11:00:00.000Z' }
    const next = async (more = {}) => {
      const id = await made({ ...eve, ...more })
      await complete(id)
      const found = (await open()).find(({ due_date }) => due_date !== eve.due_date)
      await kasar.delete(`/tasks/${found?.id}`)
      return found?.due_date
    }
    expect(await next()).toBe(later.same)
    await sql('UPDATE "Workspace" SET "timeZone" = $2 WHERE id = $1', [workspace.id, 'Europe/Paris'])
    expect(await next()).toBe(later.earlier)
    await inZone(workspace.adminId, 'America/Phoenix')
    expect(await next()).toBe(later.same)
    expect(await next({ assigned_to_id: colleague.id })).toBe(later.same)
    await inZone(colleague.id, 'Europe/Paris')
    expect(await next({ assigned_to_id: colleague.id })).toBe(later.earlier)
    await inZone(colleague.id, 'Mars/Olympus')
    expect(await next({ assigned_to_id: colleague.id })).toBe(later.same)
  })

  it('goes back to the time of day that clocks have skipped once', async () => {
    await inZone(workspace.adminId, 'America/New_York')
    // 2:30; on 11 March 2040 there is none.
    let id = await made({ due_date: '2040-03-10T07:30:00Z', recurrence: 'FREQ=DAILY' })
    const told: string[] = []
    for (let turn = 0; turn < 3; turn++) {
      await complete(id)
      const [next] = await open()
      told.push(next?.due_date ?? '')
      id = next?.id ?? ''
    }
    expect(told).toEqual(['2040-03-11T07:30:00.000Z', '2040-03-12T06:30:00.000Z', '2040-03-13T06:30:00.000Z'])
  })

  it('costs three statements more', async () => {
    const [once, often] = [await made({ due_date: due }), await made(daily)]
    const [plain, recurring] = [await textsOf(() => complete(once)), await textsOf(() => complete(often))]
    expect(recurring.length - plain.length).toBe(3)
  })
})

describe('the next', () => {
  it('stays when the task is opened again', async () => {
    const id = await made(daily)
    await complete(id)
    const after = await stored()
    expect(after).toHaveLength(2)
    const reopened = await complete(id, false)
    expect(await open()).toHaveLength(2)
    await undone(reopened)
    expect(await stored()).toEqual(after)
  })

  it('goes with its completion when that is undone, and comes back, the same, when that is', async () => {
    const contact = await kasar.record('contacts')
    const id = await made({ ...daily, linked_entities: [{ id: contact.id, type: 'contacts' }] })
    const before = await stored()
    const completed = await complete(id)
    const after = await stored()
    const first = await undone(completed)
    expect(first.body.data.undone).toBe(2)
    expect(await stored()).toEqual(before)
    const second = await undone(first)
    expect(await stored()).toEqual(after)
    await undone(second)
    expect(await stored()).toEqual(before)
    await complete(id)
    expect(await open()).toHaveLength(1)
  })

  it('that somebody has touched keeps the completion from being undone', async () => {
    for (const touch of [
      (id: string) => kasar.put(`/tasks/${id}`, { title: 'Mine' }),
      (id: string) => complete(id),
      (id: string) => kasar.delete(`/tasks/${id}`),
    ]) {
      const completed = await complete(await made({ ...daily, recurrence: 'FREQ=DAILY;COUNT=2' }))
      const [next] = await open()
      await touch(next?.id ?? '')
      const before = await stored()
      const refused = await undone(completed)
      expect(refusalIn(refused, 'rex')).toMatchObject({ status: 409, message: expect.stringMatching(/^Ada Admin /) })
      expect(await stored()).toEqual(before)
      for (const { id } of await open()) await kasar.delete(`/tasks/${id}`)
    }
  })

  it('that was deleted comes back as it was, and is still the next', async () => {
    const id = await made(daily)
    await complete(id)
    const [next] = await open()
    const after = await stored()
    await undone(await kasar.delete(`/tasks/${next?.id}`))
    expect(await stored()).toEqual(after)
    await complete(id, false)
    await complete(id)
    expect(await open()).toHaveLength(1)
  })

  it('is made by each item of a bulk, and one undo takes all back', async () => {
    const ids = await Promise.all([1, 2, 3].map((nth) => made({ ...daily, title: `${nth}` })))
    const before = await stored()
    const bulk = await kasar.post('/tasks/bulk', { items: ids.map((id) => ({ op: 'complete', id })) })
    expect((await open()).map(({ title, due_date }) => [title, due_date]).sort()).toEqual(
      ['1', '2', '3'].map((title) => [title, dayAfter]),
    )
    expect((await undone(bulk)).body.data.undone).toBe(6)
    expect(await stored()).toEqual(before)
  })
})
