import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Answer } from '@/e2e/api-client'
import { refusalIn, startContractApi } from '@/e2e/contract-api'
import { footprintOf } from '@/e2e/footprint'
import { openWorld, type World } from '@/e2e/sample'
import { textsOf } from '@/e2e/statements'
import { tracesIn } from '@/e2e/traces'
import { sql } from '@/lib/db/client'
import { newId } from '@/lib/domain/id'

let api: Awaited<ReturnType<typeof startContractApi>>
let world: World
let theirs: World
let key: string

beforeAll(async () => {
  api = await startContractApi()
  world = await openWorld(api)
  theirs = await openWorld(api)
  key = await world.workspace.key('kasar')
})
afterAll(() => api.stop())

const ask = (method: string, target: string, body?: unknown, headers = {}) =>
  api.ask(method, target, { key, body, headers })
const bulk = (items: unknown, headers = {}) => ask('POST', '/tasks/bulk', { items }, headers)
const done = async (items: unknown[]) => {
  const answer = await bulk(items)
  expect(answer.status, answer.text).toBe(200)
  expect(answer.body.data.map(({ index }: { index: number }) => index)).toEqual(items.map((_, at) => at))
  return answer.body.data
}
const made = async (body: object = {}): Promise<string> =>
  (await ask('POST', '/tasks', { title: 'Follow up', ...body })).body.task_id
const several = (count: number, body?: object) => Promise.all(Array.from({ length: count }, () => made(body)))
const task = async (id: string) => (await ask('GET', `/tasks/${id}`)).body.data
const about = (...ids: string[]) => ({ linked_entities: ids.map((id) => ({ id, type: 'contacts' })) })
const contacts = (count: number): Promise<string[]> =>
  Promise.all(Array.from({ length: count }, async () => (await world.acting.record('contacts')).id))
const statusesOf = (data: { status: number }[]) => data.map(({ status }) => status)
/** Every task as it is stored, but for what every change of it changes. */
const tasks = () =>
  sql<{ task: { title: string } }>(
    `SELECT to_jsonb(t) - 'version' - 'updatedAt' || jsonb_build_object('links', array(
       SELECT l."recordId" FROM "TaskLink" l WHERE l."workspaceId" = t."workspaceId" AND l."taskId" = t.id ORDER BY 1)) AS task
     FROM "Task" t WHERE "workspaceId" = $1 ORDER BY id`,
    [world.workspace.id],
  )

describe('a bulk of tasks', () => {
  it('creates, updates, completes, reopens and deletes, in order, and answers each as its operation would', async () => {
    const [one, two, three, four] = await several(4)
    const [contact = ''] = await contacts(1)
    await ask('PUT', `/tasks/${three}/complete`)
    const data = await done([
      { op: 'create', title: 'New', due_date: '2026-12-01T09:30:00+01:00', priority: 'low', ...about(contact) },
      { op: 'update', id: one, title: 'One', action_type: 'call', assigned_to_id: world.workspace.adminId },
      { op: 'complete', id: two },
      { op: 'reopen', id: three },
      { op: 'delete', id: four },
      { op: 'complete', id: one },
      { op: 'complete', id: two },
    ])
    const created = data[0].task_id
    expect(data).toEqual([
      { index: 0, status: 201, task_id: created, action: 'created' },
      { index: 1, status: 200, task_id: one, action: 'updated' },
      { index: 2, status: 200, task_id: two, action: 'completed' },
      { index: 3, status: 200, task_id: three, action: 'reopened' },
      { index: 4, status: 204 },
      { index: 5, status: 200, task_id: one, action: 'completed' },
      { index: 6, status: 200, task_id: two, action: 'completed' },
    ])
    expect(await task(created)).toMatchObject({ title: 'New', due_date: '2026-12-01T08:30:00.000Z', priority: 'low' })
    expect((await ask('GET', `/tasks/${created}/links`)).body.data).toMatchObject([{ id: contact }])
    expect(await task(one ?? '')).toMatchObject({ title: 'One', action_type: 'call', is_completed: true })
    expect(await task(two ?? '')).toMatchObject({ is_completed: true, completed_by: world.workspace.adminId })
    expect(await task(three ?? '')).toMatchObject({ is_completed: false, completed_by: null })
    expect((await ask('GET', `/tasks/${four}`)).status).toBe(404)
  })

  it('leaves one event an item, as its operation alone would, and none for one that is refused or changes nothing', async () => {
    const id = await made({ title: 'x' })
    const before = (await tracesIn(world.workspace.id)).length
    await done([
      { op: 'create', title: 'New' },
      { op: 'update', id: newId(), title: 'Nobody' },
      { op: 'update', id, title: 'x' },
      { op: 'reopen', id },
      { op: 'update', id, title: 'y' },
      { op: 'complete', id },
      { op: 'reopen', id },
      { op: 'delete', id },
    ])
    const left = (await tracesIn(world.workspace.id)).slice(before)
    expect(left.map(({ verb }) => verb)).toEqual([
      ...['task.create', 'task.update', 'task.complete', 'task.reopen', 'task.delete'],
    ])
    expect(left.map(({ changes }) => changes.length)).toEqual([1, 1, 1, 1, 1])
  })

  it('is taken back by one undo, and done again by another', async () => {
    const [contact = '', other = ''] = await contacts(2)
    const [one, two, three, four] = await several(4, { priority: 'low', ...about(contact) })
    await ask('PUT', `/tasks/${three}/complete`)
    const before = await tasks()
    const answer = await bulk([
      { op: 'update', id: one, title: 'One', ...about(other) },
      { op: 'create', title: 'New', ...about(contact, other) },
      { op: 'complete', id: two },
      { op: 'delete', id: newId() },
      { op: 'complete', id: one },
      { op: 'reopen', id: three },
      { op: 'update', id: three, priority: null },
      { op: 'update', id: four, title: 'Four' },
      { op: 'delete', id: four },
    ])
    const after = await tasks()
    expect(after).not.toEqual(before)
    const undone = await ask('POST', `/events/${answer.headers.get('x-event-id')}/undo`, {})
    expect(undone.body.data).toMatchObject({ undone: 5 })
    expect(await tasks()).toEqual(before)
    expect((await ask('POST', `/events/${undone.body.data.event_id}/undo`, {})).status).toBe(200)
    expect(await tasks()).toEqual(after)
  })

  it('of nothing does nothing', async () => {
    expect(await done([])).toEqual([])
  })
})

describe('an item that is refused', () => {
  /** What single operation an item stands for. */
  const alone = ({ op, id, ...body }: Record<string, unknown>): Promise<Answer> => {
    if (op === 'create') return ask('POST', '/tasks', body)
    if (op === 'update') return ask('PUT', `/tasks/${id}`, body)
    if (op === 'delete') return ask('DELETE', `/tasks/${id}`)
    return ask('PUT', `/tasks/${id}/complete`, { completed: op === 'complete' })
  }

  it('has the very status and error that its operation alone would have, and undoes only itself', async () => {
    const [here, gone] = await several(2)
    await ask('DELETE', `/tasks/${gone}`)
    const wrong: Record<string, unknown>[] = [
      { op: 'create' },
      { op: 'create', title: '' },
      { op: 'create', title: ' ' },
      { op: 'create', title: 'x'.repeat(501) },
      { op: 'create', title: 'a\0b' },
      { op: 'create', title: '\ud800' },
      { op: 'create', title: 7 },
      { op: 'create', title: 'x', surprise: 1 },
      { op: 'create', title: 'x', priority: 'urgent' },
      { op: 'create', title: 'x', due_date: 'tomorrow' },
      { op: 'create', title: 'x', assigned_to_id: newId() },
      { op: 'create', title: 'x', assigned_to_id: theirs.workspace.adminId },
      { op: 'create', title: 'x', ...about(newId()) },
      { op: 'create', title: 'x', ...about(theirs.contactId) },
      { op: 'create', title: 'x', linked_entities: [{ id: world.contactId, type: 'planets' }] },
      { op: 'create', title: 'x', linked_entities: [{ id: world.contactId }] },
      { op: 'update', id: newId(), title: 'x' },
      { op: 'update', id: 'nobody', title: 'x' },
      { op: 'update', id: theirs.taskId, title: 'x' },
      { op: 'update', id: gone, title: 'x' },
      { op: 'update', id: here, title: null },
      { op: 'update', id: here, is_completed: true },
      { op: 'update', id: here, title: 'Half', ...about(newId()) },
      { op: 'complete', id: newId() },
      { op: 'complete', id: theirs.taskId },
      { op: 'reopen', id: 'nobody' },
      { op: 'delete', id: gone },
      { op: 'delete', id: theirs.taskId },
    ]
    const expected = await Promise.all(wrong.map(alone))
    const before = await footprintOf(world.workspace.id)
    const data = await done(wrong)
    expect(await footprintOf(world.workspace.id)).toEqual(before)
    for (const [at, { status, body }] of expected.entries()) {
      expect(status).toBeGreaterThanOrEqual(400)
      expect(data[at], JSON.stringify(wrong[at])).toEqual({ index: at, status, ...body })
    }
    const good = (n: number) => ({ op: 'create', title: `Good ${n}` })
    const mixed = await done(wrong.flatMap((each, at) => [good(at), each]))
    expect(statusesOf(mixed)).toEqual(expected.flatMap(({ status }) => [201, status]))
    const titles = (await tasks()).map((row) => row.task.title).filter((title) => title.startsWith('Good'))
    expect(titles).toEqual(wrong.map((_, at) => `Good ${at}`))
  })

  const ops = "Field 'op' must be one of: create, update, complete, reopen, delete"

  it.each([
    ['no object', 'text', 'The body must be a JSON object'],
    ['null', null, 'The body must be a JSON object'],
    ['a list', [], 'The body must be a JSON object'],
    ['nothing', {}, ops],
    ['no op that we know', { op: 'explode', id: 'x' }, ops],
    ['an op of a prototype', { op: 'constructor' }, ops],
    ['no id', { op: 'delete' }, "Field 'id' is required"],
    ['an id that is none', { op: 'complete', id: 7 }, "Field 'id' must be a string"],
    ['a title beside a deletion', { op: 'delete', id: 'x', title: 'y' }, "Field 'title' is not known here"],
    [
      'completed beside completing',
      { op: 'complete', id: 'x', completed: true },
      "Field 'completed' is not known here",
    ],
    ['an id beside making', { op: 'create', id: 'x', title: 'y' }, "Field 'id' is not known here"],
  ])('is so for its shape alone: %s', async (_, item, message) => {
    const [first, refused, last] = await done([{ op: 'create', title: 'First' }, item, { op: 'create', title: 'Last' }])
    expect([first.status, last.status]).toEqual([201, 201])
    expect(refused).toEqual({ index: 1, status: 400, error: true, code: 'VALIDATION_ERROR', message })
  })
})

describe('a bulk of tasks is refused whole', () => {
  it('only without a list, over the bounds, or for a field beside it', async () => {
    const before = await footprintOf(world.workspace.id)
    const make = { op: 'create', title: 'x' }
    for (const [body, message] of [
      [{}, "Field 'items' is required"],
      [{ items: null }, "Field 'items' must be a list"],
      [{ items: Array(1001).fill(make) }, "Field 'items' must have at most 1000 items"],
      [{ items: [make], surprise: 1 }, "Field 'surprise' is not known here"],
      [[make], 'The body must be a JSON object'],
    ] as const) {
      const answer = await ask('POST', '/tasks/bulk', body)
      expect([answer.status, refusalIn(answer, 'kasar').message]).toEqual([400, message])
    }
    expect(await footprintOf(world.workspace.id)).toEqual(before)
  })

  it('over 8 MiB, and taken below', async () => {
    const filled = (bytes: number) => {
      const body = JSON.stringify({ items: [{ op: 'delete', id: 'x' }] })
      return body + ' '.repeat(bytes - body.length)
    }
    const send = (bytes: number) => api.ask('POST', '/tasks/bulk', { key, raw: filled(bytes) })
    expect((await send(8 * 1024 * 1024)).status).toBe(200)
    expect((await send(8 * 1024 * 1024 + 1)).status).toBe(413)
  })
})

describe('an idempotent bulk of tasks', () => {
  it('is done once and replayed whole, with what was refused in it', async () => {
    const items = [
      { op: 'create', title: 'Once' },
      { op: 'delete', id: newId() },
    ]
    const headers = { 'idempotency-key': newId() }
    const answers = await Promise.all(Array.from({ length: 8 }, () => bulk(items, headers)))
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1)
    expect(new Set(answers.map((answer) => answer.headers.get('x-event-id'))).size).toBe(1)
    expect(statusesOf(answers[0]?.body.data)).toEqual([201, 404])
    expect((await tasks()).filter((row) => row.task.title === 'Once')).toHaveLength(1)
  })
})

describe('at once', () => {
  /** Nobody had to begin again, which is what a deadlock would have cost. */
  async function eachGetsThrough(...bulks: object[][]): Promise<void> {
    for (let turn = 0; turn < 3; turn++) {
      let answers: Answer[] = []
      const texts = await textsOf(async () => {
        answers = await Promise.all([...bulks, ...bulks].map((items) => bulk(items)))
      })
      for (const { body } of answers) expect(new Set(statusesOf(body.data))).toEqual(new Set([200]))
      expect(texts.filter((text) => text === 'BEGIN')).toHaveLength(2 * bulks.length)
    }
  }

  it('bulks that touch the same tasks in opposite orders do not wait in a circle', async () => {
    const ids = await several(8)
    const rename = (order: string[], title: string) =>
      [...order, ...order].map((id, at) => ({ op: 'update', id, title: `${title} ${at}` }))
    await eachGetsThrough(rename(ids, 'forth'), rename(ids.toReversed(), 'back'))
  })

  it('nor those that complete different tasks about the same records', async () => {
    const records = await contacts(8)
    const inOrder = (order: string[]) => Promise.all(order.map((id) => made(about(id))))
    const [forth, back] = [await inOrder(records), await inOrder(records.toReversed())]
    const turned = (ids: string[]) => ['complete', 'reopen'].flatMap((op) => ids.map((id) => ({ op, id })))
    await eachGetsThrough(turned(forth), turned(back))
  })

  it('nor those that make them be about the same records first', async () => {
    const records = await contacts(8)
    const [forth, back] = [await several(8), await several(8)]
    const turned = (ids: string[], order: string[]) => [
      ...ids.map((id, at) => ({ op: 'update', id, ...about(order[at] ?? '') })),
      ...['complete', 'reopen'].flatMap((op) => ids.map((id) => ({ op, id }))),
      ...ids.map((id) => ({ op: 'update', id, ...about() })),
    ]
    await eachGetsThrough(turned(forth, records), turned(back, records.toReversed()))
  })
})

describe('what a bulk of tasks costs', () => {
  const counted = async (items: unknown[]) => {
    const texts = await textsOf(() => bulk(items))
    return texts.indexOf('COMMIT') - texts.indexOf('BEGIN') - 1
  }

  it('is so many statements an item, whatever the number of items, and one or two for the locks', async () => {
    expect(await counted([])).toBe(0)
    const creating = (count: number) => Array.from({ length: count }, (_, at) => ({ op: 'create', title: `${at}` }))
    const [one, fifty] = [await counted(creating(1)), await counted(creating(50))]
    expect(fifty).toBe(50 * one)
    expect(one).toBeLessThanOrEqual(4)
    const ids = await several(50, about(...(await contacts(1))))
    const each = (op: string, more = {}) => ids.map((id) => ({ op, id, ...more }))
    expect(await counted(each('update', { title: 'y' }))).toBeLessThanOrEqual(1 + 50 * 6)
    expect(await counted(each('complete'))).toBeLessThanOrEqual(2 + 50 * 6)
    expect(await counted(each('reopen'))).toBeLessThanOrEqual(1 + 50 * 6)
    expect(await counted(each('delete'))).toBeLessThanOrEqual(1 + 50 * 7)
  })

  it('lets 1,000 items through, and their undo', async () => {
    const before = await tasks()
    const answer = await bulk(Array.from({ length: 1000 }, (_, at) => ({ op: 'create', title: `${at}` })))
    expect(new Set(statusesOf(answer.body.data))).toEqual(new Set([201]))
    expect(await tasks()).toHaveLength(before.length + 1000)
    let undone: Answer | undefined
    const texts = await textsOf(async () => {
      undone = await ask('POST', `/events/${answer.headers.get('x-event-id')}/undo`, {})
    })
    expect(undone?.body.data.undone).toBe(1000)
    expect(await tasks()).toEqual(before)
    expect(texts.length).toBeLessThanOrEqual(20 + 1000 * 5)
  })
})
