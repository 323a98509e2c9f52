import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Acting, actingWith } from '@/e2e/acting'
import type { RunningApi } from '@/e2e/api-client'
import { refusalIn, startContractApi } from '@/e2e/contract-api'
import { openWorkspace, type TestWorkspace } from '@/e2e/workspace'
import { sql } from '@/lib/db/client'
import { newId } from '@/lib/domain/id'

let api: RunningApi
let workspace: TestWorkspace
/** Ada, the admin. */
let kasar: Acting
/** Somebody else who works here. */
let colleague: { id: string; email: string }
let theirs: Acting

beforeAll(async () => {
  api = await startContractApi()
})
afterAll(() => api.stop())
beforeEach(async () => {
  workspace = await openWorkspace()
  kasar = actingWith(api, await workspace.key('kasar'))
  colleague = await workspace.member('editor')
  theirs = actingWith(api, await workspace.key('kasar', { email: colleague.email }))
})

async function made(body: object = {}, by = kasar): Promise<string> {
  const answer = await by.post('/tasks', { title: 'Follow up', ...body })
  expect(answer.status, answer.text).toBe(201)
  return answer.body.task_id
}
const task = async (id: string) => (await kasar.get(`/tasks/${id}`)).body.data
const titles = async (query: string, by = kasar): Promise<string[]> => {
  const answer = await by.get(`/tasks?${query}`)
  expect(answer.status, answer.text).toBe(200)
  return answer.body.data.map((each: { title: string }) => each.title)
}
const message = (answer: Parameters<typeof refusalIn>[0]) => refusalIn(answer, 'kasar').message
const notices = (userId: string) =>
  sql<{ kind: string; taskId: string; actorId: string }>(
    'SELECT kind, "taskId", "actorId" FROM "Notification" WHERE "workspaceId" = $1 AND "userId" = $2 ORDER BY id',
    [workspace.id, userId],
  )

describe('Kasar Tasks, "Create a Task"', () => {
  it('takes the documented body and answers the documented reply', async () => {
    const alice = await kasar.record('contacts', { name: 'Alice' })
    const answer = await kasar.post('/tasks', {
      title: 'Call Alice about contract renewal',
      due_date: '2025-03-15T09:00:00Z',
      priority: 'high',
      action_type: 'call',
      assigned_to_id: colleague.id,
      linked_entities: [{ id: alice.id, type: 'contacts' }],
    })
    expect(answer.status).toBe(201)
    expect(answer.body).toEqual({ task_id: expect.any(String), action: 'created' })
    const id = answer.body.task_id
    const stored = await task(id)
    expect(stored).toEqual({
      id,
      title: 'Call Alice about contract renewal',
      due_date: '2025-03-15T09:00:00.000Z',
      priority: 'high',
      action_type: 'call',
      is_completed: false,
      completed_at: null,
      completed_by: null,
      assigned_to_id: colleague.id,
      created_by_id: workspace.adminId,
      recurrence: null,
      created_at: expect.stringMatching(/^\d{4}-.*Z$/),
      updated_at: stored.created_at,
    })
    expect((await kasar.get(`/tasks/${id}/links`)).body).toEqual({
      data: [{ id: alice.id, type: 'contacts', title: 'Alice' }],
    })
  })

  it('needs a title alone; all else is null', async () => {
    const id = await made({ title: 'Just this' })
    expect(await task(id)).toMatchObject({ due_date: null, priority: null, action_type: null, assigned_to_id: null })
  })

  it('tells an assignee who is not the creator, in the same transaction', async () => {
    const id = await made({ assigned_to_id: colleague.id })
    await made({ assigned_to_id: workspace.adminId })
    expect(await notices(colleague.id)).toEqual([{ kind: 'task_assigned', taskId: id, actorId: workspace.adminId }])
    expect(await notices(workspace.adminId)).toEqual([])
  })

  it.each([
    [{ title: '' }, "Field 'title' must not be empty"],
    [{ title: undefined }, "Field 'title' is required"],
    [{ priority: 'urgent' }, "Field 'priority' must be one of: low, medium, high"],
    [
      { action_type: 'visit' },
      "Field 'action_type' must be one of: call, email, meeting, linkedin_message, whatsapp_message",
    ],
    [{ due_date: 'tomorrow' }, "Field 'due_date' must be an ISO 8601 date and time"],
    [{ assigned_to_id: newId() }, "Field 'assigned_to_id' must be the id of a user of this workspace"],
    [{ assigned_to_id: 'x' }, "Field 'assigned_to_id' must be the id of a user of this workspace"],
    [{ is_completed: true }, "Field 'is_completed' is not known here"],
    [
      { linked_entities: [{ id: newId(), type: 'contacts' }] },
      "Field 'linked_entities.0.id' must be the id of one of the contacts",
    ],
    [
      { linked_entities: [{ id: newId(), type: 'planets' }] },
      "Field 'linked_entities.0.type' must be the name of an object, such as contacts",
    ],
    [{ linked_entities: [{ id: newId() }] }, "Field 'linked_entities.0.type' is required"],
  ])('refuses %j', async (body, words) => {
    const answer = await kasar.post('/tasks', { title: 'x', ...body })
    expect(answer.status).toBe(400)
    expect(answer.body).toEqual({ error: true, code: 'VALIDATION_ERROR', message: words })
    expect((await kasar.get('/tasks')).body.total).toBe(0)
  })

  it('refuses a link to a record of another object, in the trash, or of another workspace', async () => {
    const company = await kasar.record('companies')
    const gone = await kasar.record('contacts')
    await sql('UPDATE "CrmRecord" SET "trashedAt" = now() WHERE "workspaceId" = $1 AND id = $2', [
      workspace.id,
      gone.id,
    ])
    const elsewhere = actingWith(api, await (await openWorkspace()).key('kasar'))
    const foreign = await elsewhere.record('contacts')
    for (const { id } of [company, gone, foreign]) {
      const answer = await kasar.post('/tasks', { title: 'x', linked_entities: [{ id, type: 'contacts' }] })
      expect(message(answer)).toBe("Field 'linked_entities.0.id' must be the id of one of the contacts")
    }
  })
})

describe('Kasar Tasks, "Update a Task"', () => {
  it('changes what is sent and nothing else', async () => {
    const id = await made({ title: 'Call', due_date: '2025-03-15T09:00:00Z', priority: 'high', action_type: 'call' })
    const answer = await kasar.put(`/tasks/${id}`, { priority: 'medium', due_date: '2025-03-20T09:00:00Z' })
    expect(answer.status).toBe(200)
    expect(answer.body).toEqual({ task_id: id, action: 'updated' })
    expect(await task(id)).toMatchObject({
      title: 'Call',
      priority: 'medium',
      action_type: 'call',
      due_date: '2025-03-20T09:00:00.000Z',
    })
  })

  it('clears due date, priority, type and assignee by null, and never the title', async () => {
    const id = await made({
      ...{ due_date: '2025-03-15T09:00:00Z', priority: 'low', action_type: 'email', assigned_to_id: colleague.id },
    })
    const cleared = { due_date: null, priority: null, action_type: null, assigned_to_id: null }
    expect((await kasar.put(`/tasks/${id}`, cleared)).status).toBe(200)
    expect(await task(id)).toMatchObject(cleared)
    expect(message(await kasar.put(`/tasks/${id}`, { title: null }))).toBe("Field 'title' must be a string")
  })

  it('replaces the links by those that are sent, and keeps them where none are', async () => {
    const [a, b] = [await kasar.record('contacts', { name: 'A' }), await kasar.record('companies', { name: 'B' })]
    const id = await made({ linked_entities: [{ id: a.id, type: 'contacts' }] })
    const links = async () =>
      (await kasar.get(`/tasks/${id}/links`)).body.data.map((link: { title: string }) => link.title)
    await kasar.put(`/tasks/${id}`, { title: 'Other' })
    expect(await links()).toEqual(['A'])
    await kasar.put(`/tasks/${id}`, { linked_entities: [{ id: b.id, type: 'companies' }] })
    expect(await links()).toEqual(['B'])
    await kasar.put(`/tasks/${id}`, { linked_entities: [] })
    expect(await links()).toEqual([])
  })

  it('tells a new assignee, and nobody when the assignee stays or takes it up', async () => {
    const id = await made()
    await kasar.put(`/tasks/${id}`, { assigned_to_id: colleague.id })
    await kasar.put(`/tasks/${id}`, { assigned_to_id: colleague.id, title: 'Again' })
    await theirs.put(`/tasks/${id}`, { assigned_to_id: null })
    await theirs.put(`/tasks/${id}`, { assigned_to_id: colleague.id })
    expect(await notices(colleague.id)).toEqual([{ kind: 'task_assigned', taskId: id, actorId: workspace.adminId }])
  })

  it('that changes nothing leaves no trace', async () => {
    const id = await made({ title: 'Same', priority: 'low', due_date: '2025-03-15T09:00:00Z' })
    const before = await task(id)
    await kasar.put(`/tasks/${id}`, { title: 'Same', priority: 'low', due_date: '2025-03-15T10:00:00+01:00' })
    expect(await task(id)).toEqual(before)
  })
})

describe('Kasar Tasks, "Complete or Reopen a Task"', () => {
  it('sets when and by whom, and reopening clears both', async () => {
    const id = await made({ assigned_to_id: colleague.id })
    const completed = await theirs.put(`/tasks/${id}/complete`, { completed: true })
    expect(completed.status).toBe(200)
    expect(completed.body).toEqual({ task_id: id, action: 'completed' })
    const done = await task(id)
    expect(done).toMatchObject({ is_completed: true, completed_by: colleague.id })
    expect(Math.abs(Date.now() - Date.parse(done.completed_at))).toBeLessThan(60_000)
    const reopened = await kasar.put(`/tasks/${id}/complete`, { completed: false })
    expect(reopened.body).toEqual({ task_id: id, action: 'reopened' })
    expect(await task(id)).toMatchObject({ is_completed: false, completed_at: null, completed_by: null })
  })

  it('completes without a body; twice keeps the first time and the first who', async () => {
    const id = await made()
    expect((await theirs.put(`/tasks/${id}/complete`)).body).toEqual({ task_id: id, action: 'completed' })
    const first = await task(id)
    expect((await kasar.put(`/tasks/${id}/complete`, {})).body.action).toBe('completed')
    expect(await task(id)).toEqual(first)
    expect(first.completed_by).toBe(colleague.id)
  })

  it('tells the creator and the assignee, but never the one who did it', async () => {
    const third = await workspace.member('editor')
    const other = actingWith(api, await workspace.key('kasar', { email: third.email }))
    const id = await made({ assigned_to_id: colleague.id })
    await other.put(`/tasks/${id}/complete`)
    const told = [{ kind: 'task_completed', taskId: id, actorId: third.id }]
    expect(await notices(workspace.adminId)).toEqual(told)
    expect((await notices(colleague.id)).slice(1)).toEqual(told)
    expect(await notices(third.id)).toEqual([])
    const own = await made()
    await kasar.put(`/tasks/${own}/complete`)
    expect(await notices(workspace.adminId)).toEqual(told)
  })

  it('is activity on the records that the task is about: a stalled deal is open again', async () => {
    const board = await kasar.board()
    const deal = await kasar.deal(board, board.stages[0])
    await sql(
      `UPDATE "CrmRecord" SET "lastActivityAt" = now() - interval '30 days' WHERE "workspaceId" = $1 AND id = $2`,
      [workspace.id, deal.id],
    )
    const status = async () => (await kasar.get(`/deals/${deal.id}`)).body.data.status
    expect(await status()).toBe('stalled')
    const id = await made({ linked_entities: [{ id: deal.id, type: 'opportunities' }] })
    await kasar.put(`/tasks/${id}/complete`)
    expect(await status()).toBe('open')
  })
})

describe('Kasar Tasks, "Delete a Task"', () => {
  it('removes it for good, with its links and notifications', async () => {
    const contact = await kasar.record('contacts')
    const id = await made({
      assigned_to_id: colleague.id,
      linked_entities: [{ id: contact.id, type: 'contacts' }],
    })
    const gone = await kasar.delete(`/tasks/${id}`)
    expect([gone.status, gone.text]).toEqual([204, ''])
    expect(await notices(colleague.id)).toEqual([])
    for (const answer of [
      await kasar.get(`/tasks/${id}`),
      await kasar.get(`/tasks/${id}/links`),
      await kasar.put(`/tasks/${id}`, { title: 'x' }),
      await kasar.put(`/tasks/${id}/complete`),
      await kasar.delete(`/tasks/${id}`),
    ]) {
      expect(answer.status).toBe(404)
      expect(answer.body).toEqual({ error: true, code: 'RECORD_NOT_FOUND', message: 'Task not found' })
    }
  })
})

describe('Kasar Tasks, "List Tasks"', () => {
  it('answers the documented request with the documented fields', async () => {
    await made({ title: 'Mine today', assigned_to_id: colleague.id, due_date: new Date().toISOString() })
    await made({ title: 'Not mine', due_date: new Date().toISOString() })
    const answer = await kasar.get(`/tasks?mode=today&assigned_to=${colleague.id}&limit=20`)
    expect(answer.body).toMatchObject({ data: [{ title: 'Mine today' }], total: 1, nextCursor: null })
  })

  it('filters by priority, type, assignee and links, alone and together', async () => {
    const [alice, acme] = [await kasar.record('contacts'), await kasar.record('companies')]
    const about = (...ids: [string, string][]) => ({ linked_entities: ids.map(([type, id]) => ({ id, type })) })
    await made({ title: 'A', priority: 'high', action_type: 'call', ...about(['contacts', alice.id]) })
    await made({ title: 'B', priority: 'low', action_type: 'email', ...about(['companies', acme.id]) })
    await made({ title: 'C', ...about(['contacts', alice.id], ['companies', acme.id]) })
    const by = 'sort_by=title&'
    expect(await titles(`${by}priority=high`)).toEqual(['A'])
    expect(await titles(`${by}action_type=email`)).toEqual(['B'])
    expect(await titles(`${by}linked_entity_id=${alice.id}`)).toEqual(['A', 'C'])
    expect(await titles(`${by}linked_entity_type=companies`)).toEqual(['B', 'C'])
    expect(await titles(`${by}linked_entity_id=${alice.id}&linked_entity_type=companies`)).toEqual([])
    expect(await titles(`${by}linked_entity_id=${acme.id}&linked_entity_type=companies&priority=low`)).toEqual(['B'])
    expect(await titles(`${by}linked_entity_id=${newId()}`)).toEqual([])
    expect(await titles(`${by}assigned_to=${newId()}`)).toEqual([])
    const filters = {
      type: 'OR',
      conditions: [
        { field: 'priority', operator: 'is_null' },
        { field: 'title', operator: 'equals', value: 'A' },
      ],
    }
    expect(await titles(`${by}filters=${encodeURIComponent(JSON.stringify(filters))}`)).toEqual(['A', 'C'])
  })

  it('sorts by due date, those without one last in both directions; priority by its meaning', async () => {
    await made({ title: 'late', due_date: '2026-03-02T00:00:00Z', priority: 'low' })
    await made({ title: 'none', priority: 'high' })
    await made({ title: 'soon', due_date: '2026-03-01T00:00:00Z', priority: 'medium' })
    expect(await titles('')).toEqual(['soon', 'late', 'none'])
    expect(await titles('sort_dir=desc')).toEqual(['late', 'soon', 'none'])
    expect(await titles('sort_by=priority')).toEqual(['late', 'soon', 'none'])
    expect(await titles('sort_by=priority&sort_dir=desc')).toEqual(['none', 'soon', 'late'])
    const sort = encodeURIComponent(JSON.stringify([{ field: 'priority', direction: 'desc' }]))
    expect(await titles(`sort=${sort}&sort_by=nonsense&sort_dir=sideways`)).toEqual(['none', 'soon', 'late'])
    expect(await titles('sort=%7Bbroken&sort_by=title')).toEqual(['late', 'none', 'soon'])
  })

  it('is walked to its end by cursor, in any order, each task once', async () => {
    for (let at = 0; at < 7; at++) {
      const due_date = at < 4 ? `2026-03-0${1 + (at % 2)}T00:00:00Z` : null
      await made({ title: `T${at}`, due_date, ...(at % 3 && { priority: at % 3 === 1 ? 'low' : 'high' }) })
    }
    for (const order of ['', 'sort_dir=desc', 'sort_by=priority', 'sort_by=priority&sort_dir=desc', 'sort_by=title']) {
      const whole = await titles(order)
      const walked: string[] = []
      for (let cursor: string | null = ''; cursor !== null; ) {
        const { body } = await kasar.get(`/tasks?${order}&limit=2${cursor && `&cursor=${cursor}`}`)
        expect(body.total).toBe(7)
        walked.push(...body.data.map((each: { title: string }) => each.title))
        cursor = body.nextCursor
      }
      expect(walked).toEqual(whole)
    }
  })

  it.each([
    'mode=someday',
    'priority=urgent',
    'action_type=visit',
    'assigned_to=me',
    'linked_entity_id=x',
    'linked_entity_type=planets',
    'limit=0',
    'limit=101',
    'cursor=abc',
    'sort_by=nonsense',
    'sort_dir=sideways',
    `sort=${encodeURIComponent('{"field":"title"}')}`,
    'filters=x',
    'due_date=2026-01-01',
  ])('refuses %s (400), naming it', async (query) => {
    const answer = await kasar.get(`/tasks?${query}`)
    expect(answer.status).toBe(400)
    expect(message(answer)).toContain(`'${query.slice(0, query.indexOf('='))}'`)
  })

  it('shows another workspace nothing', async () => {
    const id = await made({ title: 'Ours' })
    const stranger = actingWith(api, await (await openWorkspace()).key('kasar'))
    expect((await stranger.get('/tasks')).body).toEqual({ data: [], total: 0, nextCursor: null })
    expect((await stranger.get(`/tasks/${id}`)).body).toEqual((await stranger.get(`/tasks/${newId()}`)).body)
  })
})

describe('what the list does not have in the document', () => {
  const links = async (query: string) =>
    (await kasar.get(`/tasks?${query}`)).body.data.map((each: { links?: { title: string }[] }) => each.links)

  it('is the links of each task, when asked for, without records in the trash', async () => {
    const [alice, acme] = [
      await kasar.record('contacts', { name: 'Alice' }),
      await kasar.record('companies', { name: 'Acme' }),
    ]
    await made({
      title: 'A',
      linked_entities: [
        { id: alice.id, type: 'contacts' },
        { id: acme.id, type: 'companies' },
      ],
    })
    await made({ title: 'B' })
    expect(await links('sort_by=title')).toEqual([undefined, undefined])
    const told = [
      { id: alice.id, type: 'contacts', title: 'Alice' },
      { id: acme.id, type: 'companies', title: 'Acme' },
    ]
    expect(await links('sort_by=title&include=links')).toEqual([told, []])
    await kasar.delete(`/records/contacts/${alice.id}`)
    expect(await links('sort_by=title&include=links')).toEqual([[told[1]], []])
    expect(message(await kasar.get('/tasks?include=notes'))).toBe("Parameter 'include' must be one of: links")
  })

  it('is how many tasks each mode has, with the filters of the list', async () => {
    const [now, day] = [Date.now(), 86_400_000]
    const contact = await kasar.record('contacts')
    const due = (days: number) => ({ due_date: new Date(now + days * day).toISOString() })
    await made({ ...due(0), linked_entities: [{ id: contact.id, type: 'contacts' }] })
    await made({ ...due(0), assigned_to_id: colleague.id })
    await made({ ...due(-2), priority: 'high' })
    await made({ ...due(5), action_type: 'call' })
    await made()
    await kasar.put(`/tasks/${await made(due(-3))}/complete`)
    const counts = async (query: string) => (await kasar.get(`/tasks/counts?${query}`)).body
    const none = { today: 0, overdue: 0, upcoming: 0, completed: 0, all: 0 }
    expect(await counts('')).toEqual({ today: 2, overdue: 1, upcoming: 1, completed: 1, all: 6 })
    expect(await counts(`assigned_to=${colleague.id}`)).toEqual({ ...none, today: 1, all: 1 })
    expect(await counts('priority=high')).toEqual({ ...none, overdue: 1, all: 1 })
    expect(await counts('action_type=call')).toEqual({ ...none, upcoming: 1, all: 1 })
    expect(await counts(`linked_entity_id=${contact.id}`)).toEqual({ ...none, today: 1, all: 1 })
    expect(message(await kasar.get('/tasks/counts?mode=today'))).toContain("'mode'")
    expect(message(await kasar.get('/tasks/counts?assigned_to=me'))).toBe("Field 'assigned_to' must be an id")
  })
})

describe('Kasar Tasks, "Task Stats"', () => {
  it('is all zero without tasks', async () => {
    expect((await kasar.get('/tasks/stats')).body).toEqual({
      ...{ total: 0, completedToday: 0, remainingToday: 0, overdue: 0, thisWeek: 0, completionRate: 0 },
    })
  })

  it("counts the caller's own tasks alone, and agrees with the lists", async () => {
    const [now, day] = [Date.now(), 86_400_000]
    const due = (days: number) => ({ assigned_to_id: colleague.id, due_date: new Date(now + days * day).toISOString() })
    await made({ ...due(0) })
    await made({ ...due(-2) })
    await made({ ...due(-30) })
    await made({ ...due(40) })
    await made({ assigned_to_id: colleague.id })
    await made({ due_date: new Date(now).toISOString() })
    const done = await made(due(-60))
    await theirs.put(`/tasks/${done}/complete`)
    const stats = (await theirs.get('/tasks/stats')).body
    const listed = async (mode: string) =>
      (await theirs.get(`/tasks?mode=${mode}&assigned_to=${colleague.id}`)).body.total
    expect(stats).toMatchObject({ total: 6, completedToday: 1, remainingToday: 1, overdue: 2, completionRate: 17 })
    expect([await listed('all'), await listed('today'), await listed('overdue')]).toEqual([6, 1, 2])
    expect([await listed('upcoming'), await listed('completed')]).toEqual([1, 1])
  })
})
