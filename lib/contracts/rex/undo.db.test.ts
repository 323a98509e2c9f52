import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Acting, actingWith } from '@/e2e/acting'
import type { Answer, RunningApi } from '@/e2e/api-client'
import { refusalIn, startContractApi } from '@/e2e/contract-api'
import { footprintOf } from '@/e2e/footprint'
import { gate } from '@/e2e/interleave'
import { eventsIn, tracesIn } from '@/e2e/traces'
import { openWorkspace, type TestWorkspace } from '@/e2e/workspace'
import { sql } from '@/lib/db/client'
import type { Hint } from '@/lib/db/live'
import { type Caller, openTransaction } from '@/lib/db/transaction'
import { undo } from '@/lib/domain/event/undo'
import { newId } from '@/lib/domain/id'
import { completeTask } from '@/lib/domain/task/complete'
import { createTask } from '@/lib/domain/task/create'
import { removeTask } from '@/lib/domain/task/remove'
import { updateTask } from '@/lib/domain/task/update'

let api: RunningApi
let workspace: TestWorkspace
/** Ada, the admin. */
let ada: Acting
/** Somebody else who works here. */
let colleague: { id: string; email: string }
let theirs: Acting

beforeAll(async () => {
  api = await startContractApi()
})
afterAll(() => api.stop())
beforeEach(async () => {
  workspace = await openWorkspace()
  ada = actingWith(api, await workspace.key('rex'))
  colleague = await workspace.member('editor')
  theirs = actingWith(api, await workspace.key('rex', { email: colleague.email }))
})

const eventIdOf = (answer: Answer): string => {
  expect(answer.status, answer.text).toBeLessThan(300)
  return answer.headers.get('x-event-id') ?? ''
}
const undone = async (answer: Answer | string, by = ada): Promise<Answer> => {
  const reply = await by.post(`/events/${typeof answer === 'string' ? answer : eventIdOf(answer)}/undo`, {})
  expect(reply.status, reply.text).toBe(200)
  expect(reply.body.data.event_id).toBe(eventIdOf(reply))
  return reply
}
const refused = async (answer: Answer | string, by = ada) => {
  const before = await footprintOf(workspace.id)
  const reply = await by.post(`/events/${typeof answer === 'string' ? answer : eventIdOf(answer)}/undo`, {})
  expect(await footprintOf(workspace.id)).toEqual(before)
  return refusalIn(reply, 'rex')
}
const made = async (body: object = {}): Promise<string> =>
  (await ada.post('/tasks', { title: 'Follow up', ...body })).body.task_id
const verbs = async () => (await tracesIn(workspace.id)).map(({ verb }) => verb).filter((verb) => /^task/.test(verb))
const notices = (userId: string) =>
  sql<{ kind: string; read: boolean }>(
    `SELECT kind, "readAt" IS NOT NULL AS read FROM "Notification" WHERE "workspaceId" = $1 AND "userId" = $2 ORDER BY id`,
    [workspace.id, userId],
  )

/** All that is stored of a task but what every change of it changes. */
async function stored(id: string): Promise<object | undefined> {
  const [row] = await sql<{ task: object }>(
    `SELECT to_jsonb(t) - 'version' - 'updatedAt' || jsonb_build_object('links', array(
       SELECT l."recordId" FROM "TaskLink" l WHERE l."workspaceId" = t."workspaceId" AND l."taskId" = t.id ORDER BY 1)) AS task
     FROM "Task" t WHERE "workspaceId" = $1 AND id = $2`,
    [workspace.id, id],
  )
  return row?.task
}

/** A task with something in every column that a caller may write, about two records. */
async function whole(): Promise<{ id: string; links: string[] }> {
  const links = [(await ada.record('contacts')).id, (await ada.record('companies')).id]
  const id = await made({
    due_date: '2026-12-01T09:30:00.123+01:00',
    priority: 'high',
    action_type: 'call',
    assigned_to_id: colleague.id,
    linked_entities: [
      { id: links[0], type: 'contacts' },
      { id: links[1], type: 'companies' },
    ],
  })
  return { id, links }
}

describe('what was done with a task', () => {
  const acts: [string, (id: string, links: string[]) => Promise<Answer>, string[]][] = [
    [
      'an update of every field',
      async (id, links) =>
        ada.put(`/tasks/${id}`, {
          ...{ title: 'Other', due_date: null, priority: 'low', action_type: null, assigned_to_id: workspace.adminId },
          linked_entities: [{ id: links[1], type: 'companies' }],
        }),
      ['task.update', 'task.update', 'task.update'],
    ],
    ['an update of its links', (id) => ada.put(`/tasks/${id}`, { linked_entities: [] }), Array(3).fill('task.update')],
    ['its completion', (id) => theirs.put(`/tasks/${id}/complete`), ['task.complete', 'task.reopen', 'task.complete']],
    ['its deletion', (id) => theirs.delete(`/tasks/${id}`), ['task.delete', 'task.create', 'task.delete']],
  ]

  it.each(acts)('is undone, and done again by undoing that: %s', async (_, act, told) => {
    const { id, links } = await whole()
    const before = await stored(id)
    const done = await act(id, links)
    const after = await stored(id)
    expect(after).not.toEqual(before)
    const first = await undone(done)
    expect(first.body.data.undone).toBe(1)
    expect(await stored(id)).toEqual(before)
    const second = await undone(first, theirs)
    expect(await stored(id)).toEqual(after)
    await undone(second)
    expect(await stored(id)).toEqual(before)
    expect((await verbs()).slice(1)).toEqual([...told, told[1]])
    const [traced] = (await tracesIn(workspace.id)).filter(({ verb }) => verb === told[1]).slice(-1)
    expect(traced).toMatchObject({ actorId: workspace.adminId, door: 'api', changes: [{ subjectId: id }] })
  })

  it('is undone also when it was made, or opened again', async () => {
    const answer = await ada.post('/tasks', { title: 'Never mind', assigned_to_id: colleague.id })
    const id = answer.body.task_id
    const before = await stored(id)
    const gone = await undone(answer)
    expect(await stored(id)).toBeUndefined()
    expect(await notices(colleague.id)).toEqual([])
    await undone(gone)
    expect(await stored(id)).toEqual(before)
    await theirs.put(`/tasks/${id}/complete`)
    const completed = await stored(id)
    const reopened = await ada.put(`/tasks/${id}/complete`, { completed: false })
    await undone(reopened)
    expect(await stored(id)).toEqual(completed)
    expect(await verbs()).toEqual([
      ...['task.create', 'task.delete', 'task.create', 'task.complete', 'task.reopen', 'task.complete'],
    ])
  })

  it('brings back a deleted task with the links to what there still is, in the trash or not', async () => {
    const { id, links } = await whole()
    const deleted = await ada.delete(`/tasks/${id}`)
    await ada.delete(`/records/contacts/${links[0]}`)
    await undone(deleted)
    const shown = async () => (await ada.get(`/tasks/${id}/links`)).body.data.map((link: { id: string }) => link.id)
    expect(await shown()).toEqual([links[1]])
    await ada.post(`/records/contacts/${links[0]}/restore`, {})
    expect((await shown()).sort()).toEqual(links.toSorted())
    const again = await ada.delete(`/tasks/${id}`)
    await sql('DELETE FROM "CrmRecord" WHERE "workspaceId" = $1 AND id = $2', [workspace.id, links[0]])
    await undone(again)
    expect(await shown()).toEqual([links[1]])
  })

  it('gives back a link that a change of links dropped while its record was in the trash', async () => {
    const { id, links } = await whole()
    const before = await stored(id)
    await ada.delete(`/records/contacts/${links[0]}`)
    await undone(await ada.put(`/tasks/${id}`, { linked_entities: [] }))
    expect(await stored(id)).toEqual(before)
  })

  it('shows in the task as it is read: same id, same times, a new time of change', async () => {
    const { id } = await whole()
    const before = (await ada.get(`/tasks/${id}`)).body.data
    await undone(await ada.delete(`/tasks/${id}`))
    const after = (await ada.get(`/tasks/${id}`)).body.data
    expect(after).toEqual({ ...before, updated_at: after.updated_at })
    expect(after.updated_at > before.updated_at).toBe(true)
  })
})

describe('an act', () => {
  const caller = (): Caller => ({
    workspaceId: workspace.id,
    actor: { userId: workspace.adminId, apiKeyId: null, door: 'api' },
    requestId: null,
  })

  it('of several events is undone whole, by whichever of them, the newest first', async () => {
    const [kept, gone] = [await whole(), await whole()]
    const before = [await stored(kept.id), await stored(gone.id)]
    const act = () =>
      openTransaction(caller(), async (tx) => {
        await updateTask(tx, kept.id, { title: 'One', assignedToId: workspace.adminId })
        await completeTask(tx, kept.id, true)
        await updateTask(tx, gone.id, { title: 'Two' })
        await updateTask(tx, kept.id, { title: 'Three', links: [] })
        await removeTask(tx, gone.id)
        const { id } = await createTask(tx, { title: 'New' })
        return { id, events: tx.events }
      })
    for (const which of [0, 3, 5]) {
      const { id, events } = await act()
      const after = await Promise.all([kept.id, gone.id, id].map(stored))
      const seen = (await verbs()).length
      const reply = await undone(events[which] ?? '')
      expect(reply.body.data.undone).toBe(3)
      expect([await stored(kept.id), await stored(gone.id), await stored(id)]).toEqual([...before, undefined])
      expect((await verbs()).slice(seen)).toEqual([
        ...['task.delete', 'task.create', 'task.update', 'task.update', 'task.reopen', 'task.update'],
      ])
      const again = await undone(reply)
      expect(await Promise.all([kept.id, gone.id, id].map(stored))).toEqual(after)
      await undone(again)
    }
  })

  it('is refused whole when one of its rows has changed since, naming who, what and when', async () => {
    const [one, other] = [await whole(), await whole()]
    const events = await openTransaction(caller(), async (tx) => {
      await updateTask(tx, one.id, { title: 'One' })
      await updateTask(tx, other.id, { title: 'Two' })
      return tx.events
    })
    await theirs.put(`/tasks/${one.id}`, { due_date: null, linked_entities: [] })
    const changedAt = (await ada.get(`/tasks/${one.id}`)).body.data.updated_at
    expect(await refused(events[1] ?? '')).toMatchObject({
      status: 409,
      message: `The editor changed 'due date' and 'links' at ${changedAt}: this can no longer be undone`,
    })
  })

  it('that holds anything else than tasks and records cannot be undone', async () => {
    const { id } = await whole()
    const events = await openTransaction(caller(), async (tx) => {
      await updateTask(tx, id, { title: 'One' })
      await tx.sql(`INSERT INTO "Event" ("workspaceId", id, verb, door) VALUES ($1, $2, 'stage.update', 'api')`, [
        workspace.id,
        newId(),
      ])
      return tx.events
    })
    expect(await refused(events[0] ?? '')).toMatchObject({ status: 409, message: 'This cannot be undone' })
    for (const answer of [
      await ada.post('/pipelines', { name: 'Board', stages: [] }),
      await ada.post('/api-keys', { name: 'Another', contract: 'rex' }),
    ]) {
      expect(await refused(answer)).toMatchObject({ status: 409, message: 'This cannot be undone' })
    }
  })

  it('from before changes of tasks told their version cannot be undone, nor takes others of its day along', async () => {
    const { id } = await whole()
    const [first, second] = [
      eventIdOf(await ada.put(`/tasks/${id}`, { title: 'One' })),
      eventIdOf(await ada.put(`/tasks/${id}`, { title: 'Two' })),
    ]
    await sql('UPDATE "Event" SET mark = 0 WHERE "workspaceId" = $1 AND id = ANY($2)', [workspace.id, [first, second]])
    await undone(second)
    expect(await stored(id)).toMatchObject({ title: 'One' })
    await sql('UPDATE "Change" SET version = NULL WHERE "workspaceId" = $1 AND "eventId" = $2', [workspace.id, first])
    expect(await refused(first)).toMatchObject({ status: 409, message: 'This cannot be undone' })
  })
})

describe('undoing is refused', () => {
  it('when it is done already, by whomever', async () => {
    const { id } = await whole()
    const updated = await theirs.put(`/tasks/${id}`, { title: 'x' })
    await undone(updated)
    expect((await refused(updated, theirs)).message).toMatch(/^Ada Admin changed 'title' at \S+Z: this can no longer/)
    const deleted = await theirs.delete(`/tasks/${id}`)
    await undone(deleted)
    expect(await refused(deleted)).toMatchObject({ status: 409 })
    const again = await theirs.delete(`/tasks/${id}`)
    expect((await refused(deleted)).message).toMatch(/^The editor and 1 other deleted it at \S+Z: this can no longer/)
    await undone(again)
  })

  it.each(['update', 'complete', 'delete'])('when the task was changed since it was made: %s', async (what) => {
    const created = await ada.post('/tasks', { title: 'x' })
    const id = created.body.task_id
    if (what === 'update') await theirs.put(`/tasks/${id}`, { priority: 'low' })
    if (what === 'complete') await theirs.put(`/tasks/${id}/complete`)
    if (what === 'delete') await theirs.delete(`/tasks/${id}`)
    const did = { update: "changed 'priority'", complete: "changed 'completed'", delete: 'deleted it' }[what]
    expect((await refused(created)).message).toMatch(new RegExp(`^The editor ${did} at \\S+Z: this can no longer`))
  })

  it('to who may not write, for what nobody knows, what another workspace did, and what is not to be seen', async () => {
    const created = await ada.post('/tasks', { title: 'x' })
    const viewer = actingWith(api, await workspace.key('rex', { role: 'viewer' }))
    const reader = actingWith(api, await workspace.key('rex', { scopes: ['read'] }))
    expect((await refused(created, viewer)).status).toBe(403)
    expect((await refused(created, reader)).status).toBe(403)
    const elsewhere = actingWith(api, await (await openWorkspace()).key('rex'))
    for (const id of [eventIdOf(await elsewhere.post('/tasks', { title: 'x' })), newId(), 'x']) {
      expect(await refused(id)).toMatchObject({ status: 404, message: 'Event not found' })
    }
    const [secret] = await eventsIn(workspace.id, 'api-key.create')
    expect((await refused(secret ?? '', theirs)).status).toBe(404)
    expect((await refused(secret ?? '')).message).toBe('This cannot be undone')
  })
})

describe('what was told', () => {
  it('of an assignment is taken back while it is unread, and not told again', async () => {
    const id = await made()
    const assign = () => ada.put(`/tasks/${id}`, { assigned_to_id: colleague.id })
    const unseen = await undone(await assign())
    expect(await notices(colleague.id)).toEqual([])
    await undone(await undone(unseen))
    expect(await notices(colleague.id)).toEqual([])
    const seen = await assign()
    await theirs.put('/notifications/read')
    await undone(seen)
    expect(await notices(colleague.id)).toEqual([{ kind: 'task_assigned', read: true }])
  })

  it('of a completion is taken back, and of nothing else', async () => {
    const id = await made({ assigned_to_id: colleague.id })
    const completed = await ada.put(`/tasks/${id}/complete`)
    expect(await notices(colleague.id)).toHaveLength(2)
    await undone(completed)
    expect(await notices(colleague.id)).toEqual([{ kind: 'task_assigned', read: false }])
  })
})

describe('live screens', () => {
  it('are told of the task, of cards that it is or was about, and of what is taken back', async () => {
    const board = await ada.board()
    const [was, is] = [await ada.deal(board, board.stages[0]), await ada.deal(board, board.stages[0])]
    const about = ({ id }: { id: string }) => ({ linked_entities: [{ id, type: 'opportunities' }] })
    const id = await made(about(was))
    const actor = { userId: workspace.adminId, apiKeyId: null, door: 'api' as const }
    const hinted = (eventId: string) =>
      openTransaction({ workspaceId: workspace.id, actor, requestId: null }, async (tx) => {
        const hints: Hint[] = []
        const done = await undo({ ...tx, hint: (hint) => hints.push(hint) }, eventId, { private: false })
        return { eventId: done.eventId, hints }
      })
    const { id: workspaceId } = workspace
    const card = (record: { id: string }) => ({
      workspaceId,
      pipelineId: board.id,
      record: { id: record.id, version: null },
    })
    const notice = { workspaceId, userId: colleague.id }
    const updated = await ada.put(`/tasks/${id}`, { assigned_to_id: colleague.id, ...about(is) })
    const { hints } = await hinted(eventIdOf(updated))
    expect(hints).toEqual([notice, card(is), card(was), { workspaceId, taskId: id }])
    const deleted = await hinted(eventIdOf(await ada.delete(`/tasks/${id}`)))
    expect(deleted.hints).toEqual([card(was), { workspaceId, taskId: id }])
    expect((await hinted(deleted.eventId)).hints).toEqual([card(was), { workspaceId, taskId: id }])
  })
})

describe('at once', () => {
  it('eight undo the same, and one does', async () => {
    const { id } = await whole()
    for (const act of [
      () => ada.put(`/tasks/${id}`, { title: newId() }),
      () => ada.put(`/tasks/${id}/complete`),
      () => ada.delete(`/tasks/${id}`),
    ]) {
      const before = await stored(id)
      const eventId = eventIdOf(await act())
      const answers = await Promise.all(Array.from({ length: 8 }, () => ada.post(`/events/${eventId}/undo`, {})))
      expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(7).fill(409)])
      expect(await stored(id)).toEqual(before)
    }
  })

  it('an undo waits for who is changing the task, and is refused then', async () => {
    const { id } = await whole()
    const eventId = eventIdOf(await ada.put(`/tasks/${id}`, { title: 'x' }))
    const caller: Caller = {
      workspaceId: workspace.id,
      actor: { userId: colleague.id, apiKeyId: null, door: 'session' },
      requestId: null,
    }
    const [written, release] = [gate(), gate()]
    const slow = openTransaction(caller, async (tx) => {
      await updateTask(tx, id, { priority: 'low' })
      written.open()
      await release.opened
    })
    await written.opened
    const undoing = openTransaction(caller, (tx) => undo(tx, eventId, { private: false })).catch(
      ({ message }: Error) => message,
    )
    release.open()
    await slow
    expect(await undoing).toMatch(/^The editor changed 'priority' at/)
  })
})
