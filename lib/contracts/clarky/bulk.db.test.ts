import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Answer } from '@/e2e/api-client'
import { refusalIn, startContractApi } from '@/e2e/contract-api'
import { footprintOf } from '@/e2e/footprint'
import { openWorld, type World } from '@/e2e/sample'
import { textsOf } from '@/e2e/statements'
import { sql } from '@/lib/db/client'
import { newId } from '@/lib/domain/id'

let api: Awaited<ReturnType<typeof startContractApi>>
let world: World
let theirs: World
let key: string
/** A, B, Won and Lost of a board that is empty. */
let stages: string[]

beforeAll(async () => {
  api = await startContractApi()
  world = await openWorld(api)
  theirs = await openWorld(api)
  key = await world.workspace.key('clarky')
})
afterAll(() => api.stop())
beforeEach(async () => {
  stages = (await world.acting.board()).stages.map((each: { id: string }) => each.id)
})

const ask = (method: string, target: string, body?: unknown, headers = {}) =>
  api.ask(method, target, { key, body, headers })
const bulk = (items: unknown, headers = {}) => ask('POST', '/pipeline-cards/bulk', { items }, headers)
const done = async (items: unknown[]) => {
  const answer = await bulk(items)
  expect(answer.status, answer.text).toBe(200)
  expect(answer.body.data.map(({ index }: { index: number }) => index)).toEqual(items.map((_, at) => at))
  return answer.body.data
}
const card = async (title: string, stage = stages[0]): Promise<string> =>
  (await ask('POST', '/pipeline-cards', { pipeline_stage_id: stage, title })).body.data.id
const titles = async (stage = stages[0]): Promise<string[]> =>
  (await ask('GET', `/pipeline-cards?pipeline_stage_id=${stage}`)).body.data.map(
    (each: { title: string }) => each.title,
  )
const statusesOf = (data: { status: number }[]) => data.map(({ status }) => status)

describe('a bulk', () => {
  it('creates, updates, moves, archives and deletes, in order, and answers each as its operation would', async () => {
    const [one, two, three, four] = await Promise.all(['1', '2', '3', '4'].map((title) => card(title)))
    const data = await done([
      { op: 'create', pipeline_stage_id: stages[0], title: 'New', tags: ['hot'], order_index: 0 },
      { op: 'update', id: one, title: 'One', description: 'As agreed', contact_id: world.contactId },
      { op: 'move', id: two, pipeline_stage_id: stages[1] },
      { op: 'archive', id: three, archived_at: '2026-11-22T10:00:00+02:00' },
      { op: 'delete', id: four },
      { op: 'move', id: one, pipeline_stage_id: stages[1], before_id: two },
    ])
    expect(statusesOf(data)).toEqual([201, 200, 200, 200, 204, 200])
    expect(data[0]).toMatchObject({ version: 1, data: { title: 'New', tags: ['hot'], order_index: 0 } })
    expect(data[1]).toMatchObject({ version: 2, data: { id: one, title: 'One', contact_id: world.contactId } })
    expect(data[2].data).toMatchObject({ pipeline_stage_id: stages[1], order_index: 0 })
    expect(data[3].data.archived_at).toBe('2026-11-22T08:00:00.000Z')
    expect(data[4]).toEqual({ index: 4, status: 204, data: null })
    expect(data[5]).toMatchObject({ version: 3, data: { pipeline_stage_id: stages[1], order_index: 0 } })
    expect(await titles(stages[0])).toEqual(['New'])
    expect(await titles(stages[1])).toEqual(['One', '2'])
    const shown = await ask('GET', `/pipeline-cards/${one}`)
    expect(shown.body.data).toEqual(data[5].data)
    expect((await ask('GET', `/pipeline-cards/${four}`)).status).toBe(404)
  })

  it('archives at this moment when no other is given, and an update brings back', async () => {
    const id = await card('x')
    const before = Date.now()
    const [archived, back] = await done([
      { op: 'archive', id },
      { op: 'update', id, archived_at: null },
    ])
    expect(Math.abs(Date.parse(archived.data.archived_at) - before)).toBeLessThan(60_000)
    expect(back.data.archived_at).toBeNull()
  })

  it('leaves one event an item, as its operation alone would, and none for one that is refused', async () => {
    const id = await card('x')
    const [before] = await sql<{ last: string }>(`SELECT max(id::text) AS last FROM "Event" WHERE "workspaceId" = $1`, [
      world.workspace.id,
    ])
    await done([
      { op: 'create', pipeline_stage_id: stages[0], title: 'New' },
      { op: 'update', id: newId(), title: 'Nobody' },
      { op: 'update', id, title: 'Renamed' },
      { op: 'move', id, pipeline_stage_id: stages[1] },
      { op: 'archive', id },
      { op: 'delete', id },
    ])
    const events = await sql<{ verb: string; changes: number }>(
      `SELECT e.verb, (SELECT count(*)::int FROM "Change" c WHERE c."workspaceId" = e."workspaceId" AND c."eventId" = e.id) AS changes
       FROM "Event" e WHERE e."workspaceId" = $1 AND e.id::text > $2 ORDER BY e.id`,
      [world.workspace.id, before?.last],
    )
    const verbs = ['record.create', 'record.update', 'record.move', 'record.archive', 'record.trash']
    expect(events).toEqual(verbs.map((verb) => ({ verb, changes: 1 })))
  })

  it('of nothing does nothing', async () => {
    expect(await done([])).toEqual([])
  })
})

describe('an item that is refused', () => {
  /** What single operation an item stands for. */
  const alone = ({ op, id, if_version, ...body }: Record<string, unknown>): Promise<Answer> => {
    const headers = if_version === undefined ? {} : { 'if-match': `"${if_version}"` }
    if (op === 'create') return ask('POST', '/pipeline-cards', body)
    if (op === 'delete') return ask('DELETE', `/pipeline-cards/${id}`, undefined, headers)
    return ask('PATCH', `/pipeline-cards/${id}`, body, headers)
  }

  it('has the very status and error that its operation alone would have, and undoes only itself', async () => {
    const [here, elsewhere] = [await card('Here'), await card('Elsewhere', stages[1])]
    const gated = (await world.acting.board()).stages
    await world.acting.patch(`/pipelines/${(await pipelineOf(gated[1].id)) ?? ''}/stages/${gated[1].id}`, {
      required_fields: ['amount', 'owner_id'],
    })
    const candidates = (await world.acting.board({ object: 'candidates' })).stages
    const gone = await card('Gone')
    await ask('DELETE', `/pipeline-cards/${gone}`)
    const to = { pipeline_stage_id: stages[0] }
    const wrong: Record<string, unknown>[] = [
      { op: 'create', title: 'No stage' },
      { op: 'create', ...to },
      { op: 'create', ...to, title: '' },
      { op: 'create', ...to, title: ' ' },
      { op: 'create', ...to, title: 'x'.repeat(501) },
      { op: 'create', ...to, title: 'a\0b' },
      { op: 'create', ...to, title: '\ud800' },
      { op: 'create', ...to, title: 7 },
      { op: 'create', ...to, title: 'x', tags: ['a', 5] },
      { op: 'create', ...to, title: 'x', surprise: 1 },
      { op: 'create', ...to, title: 'x', archived_at: null },
      { op: 'create', ...to, title: 'x', order_index: -1 },
      { op: 'create', ...to, title: 'x', order_index: 0, after_id: here },
      { op: 'create', ...to, title: 'x', after_id: elsewhere },
      { op: 'create', ...to, title: 'x', contact_id: newId() },
      { op: 'create', ...to, title: 'x', contact_id: theirs.contactId },
      { op: 'create', pipeline_stage_id: newId(), title: 'x' },
      { op: 'create', pipeline_stage_id: 'nowhere', title: 'x' },
      { op: 'create', pipeline_stage_id: theirs.board.stages[0]?.id, title: 'x' },
      { op: 'create', pipeline_stage_id: gated[1].id, title: 'x' },
      { op: 'update', id: newId(), title: 'x' },
      { op: 'update', id: 'nobody', title: 'x' },
      { op: 'update', id: theirs.dealId, title: 'x' },
      { op: 'update', id: gone, title: 'x' },
      { op: 'update', id: world.contactId, title: 'x' },
      { op: 'update', id: here, title: null },
      { op: 'update', id: here, archived_at: 'soon' },
      { op: 'update', id: here, pipeline_stage_id: candidates[0].id },
      { op: 'update', id: here, title: 'x', if_version: 7 },
      { op: 'move', id: here, pipeline_stage_id: newId() },
      { op: 'move', id: here, pipeline_stage_id: gated[1].id },
      { op: 'move', id: here, ...to, before_id: here },
      { op: 'move', id: newId(), ...to },
      { op: 'archive', id: newId(), archived_at: '2026-11-22T10:00:00Z' },
      { op: 'delete', id: newId() },
      { op: 'delete', id: theirs.dealId },
      { op: 'delete', id: here, if_version: 7 },
    ]
    const expected = await Promise.all(wrong.map(alone))
    const before = await footprintOf(world.workspace.id)
    const data = await done(wrong)
    expect(await footprintOf(world.workspace.id)).toEqual(before)
    for (const [at, single] of expected.entries()) {
      expect(data[at], JSON.stringify(wrong[at])).toEqual({
        index: at,
        status: single.status,
        error: single.body.error,
      })
    }
    const good = (n: number) => ({ op: 'create', ...to, title: `Good ${n}` })
    const mixed = await done(wrong.flatMap((each, at) => [good(at), each]))
    expect(statusesOf(mixed)).toEqual(expected.flatMap(({ status }) => [201, status]))
    expect((await titles()).slice(1)).toEqual(wrong.map((_, at) => `Good ${at}`).slice(0, 24))
  })

  const pipelineOf = async (stage: string): Promise<string | undefined> =>
    (
      await sql<{ id: string }>('SELECT "pipelineId" AS id FROM "Stage" WHERE "workspaceId" = $1 AND id = $2', [
        world.workspace.id,
        stage,
      ])
    )[0]?.id

  it.each([
    ['no object', 'text', 'The body must be a JSON object', undefined],
    ['null', null, 'The body must be a JSON object', undefined],
    ['a list', [], 'The body must be a JSON object', undefined],
    ['nothing', {}, "Field 'op' must be one of: create, update, move, archive, delete", 'op'],
    [
      'no op that we know',
      { op: 'explode', id: 'x' },
      "Field 'op' must be one of: create, update, move, archive, delete",
      'op',
    ],
    [
      'an op of a prototype',
      { op: 'constructor' },
      "Field 'op' must be one of: create, update, move, archive, delete",
      'op',
    ],
    ['no id', { op: 'delete' }, "Field 'id' is required", 'id'],
    ['an id that is none', { op: 'delete', id: 7 }, "Field 'id' must be a string", 'id'],
    ['a title beside a deletion', { op: 'delete', id: 'x', title: 'y' }, "Field 'title' is not known here", 'title'],
    ['no stage for a move', { op: 'move', id: 'x' }, "Field 'pipeline_stage_id' is required", 'pipeline_stage_id'],
    [
      'archiving with null',
      { op: 'archive', id: 'x', archived_at: null },
      "Field 'archived_at' must be a string",
      'archived_at',
    ],
    [
      'a version that is none',
      { op: 'delete', id: 'x', if_version: '1' },
      "Field 'if_version' must be a number",
      'if_version',
    ],
  ])('is so for its shape alone: %s', async (_, item, message, field) => {
    const [first, refused, last] = await done([
      { op: 'create', pipeline_stage_id: stages[0], title: 'First' },
      item,
      { op: 'create', pipeline_stage_id: stages[0], title: 'Last' },
    ])
    expect([first.status, last.status]).toEqual([201, 201])
    const details = field ? { field } : {}
    expect(refused).toEqual({ index: 1, status: 422, error: { code: 'validation_error', message, details } })
  })

  it('for being nested too deeply or a name of a prototype spoils no other', async () => {
    const deep = JSON.parse(`${'['.repeat(100)}${']'.repeat(100)}`)
    const proto = JSON.parse('{"op":"create","__proto__":{"title":"x"}}')
    const data = await done([{ op: 'create', pipeline_stage_id: stages[0], title: 'x', tags: deep }, proto])
    expect(statusesOf(data)).toEqual([422, 422])
    expect(data[1].error.message).toContain("'__proto__'")
  })

  it('because of its version says who changed what', async () => {
    const id = await card('x')
    const [renamed, stale, current] = await done([
      { op: 'update', id, title: 'Mine', if_version: 1 },
      { op: 'move', id, pipeline_stage_id: stages[1], if_version: 1 },
      { op: 'move', id, pipeline_stage_id: stages[1], if_version: 2 },
    ])
    expect(statusesOf([renamed, stale, current])).toEqual([200, 412, 200])
    expect(stale.error.message).toMatch(/^Ada Admin changed 'title' at \S+Z: read it again$/)
  })
})

describe('a bulk is refused whole', () => {
  it('only without a list, over the bounds, or for a field beside it', async () => {
    const before = await footprintOf(world.workspace.id)
    const make = { op: 'create', pipeline_stage_id: stages[0], title: 'x' }
    for (const [body, status, message] of [
      [{}, 422, "Field 'items' is required"],
      [{ items: null }, 422, "Field 'items' must be a list"],
      [{ items: { 0: make } }, 422, "Field 'items' must be a list"],
      [{ items: Array(1001).fill(make) }, 422, "Field 'items' must have at most 1000 items"],
      [{ items: [make], surprise: 1 }, 422, "Field 'surprise' is not known here"],
      [[make], 422, 'The body must be a JSON object'],
    ] as const) {
      const answer = await ask('POST', '/pipeline-cards/bulk', body)
      expect([answer.status, refusalIn(answer, 'clarky').message]).toEqual([status, message])
    }
    const raw = `{"__proto__":1,"items":[${JSON.stringify(make)}]}`
    expect((await api.ask('POST', '/pipeline-cards/bulk', { key, raw })).status).toBe(422)
    expect(await footprintOf(world.workspace.id)).toEqual(before)
  })

  it('over 8 MiB, and taken below', async () => {
    const filled = (bytes: number) => {
      const body = JSON.stringify({ items: [{ op: 'delete', id: 'x' }] })
      return body + ' '.repeat(bytes - body.length)
    }
    const send = (bytes: number) => api.ask('POST', '/pipeline-cards/bulk', { key, raw: filled(bytes) })
    expect((await send(8 * 1024 * 1024)).status).toBe(200)
    const refused = refusalIn(await send(8 * 1024 * 1024 + 1), 'clarky')
    expect([refused.status, refused.message]).toEqual([413, 'The body may hold at most 8 MiB'])
  })

  it('to who may not write', async () => {
    const items = [{ op: 'create', pipeline_stage_id: stages[0], title: 'x' }]
    for (const more of [{ role: 'viewer' as const }, { scopes: ['read'] }]) {
      const weak = await world.workspace.key('clarky', more)
      expect((await api.ask('POST', '/pipeline-cards/bulk', { key: weak, body: { items } })).status).toBe(403)
    }
    expect(await titles()).toEqual([])
  })
})

describe('an idempotent bulk', () => {
  it('is done once and replayed whole, with what was refused in it', async () => {
    const items = [
      { op: 'create', pipeline_stage_id: stages[0], title: 'Once' },
      { op: 'update', id: newId(), title: 'Nobody' },
      { op: 'create', pipeline_stage_id: newId(), title: 'Nowhere' },
      { op: 'create', pipeline_stage_id: stages[0], title: 'Twice' },
    ]
    const headers = { 'idempotency-key': newId() }
    const answers = await Promise.all(Array.from({ length: 8 }, () => bulk(items, headers)))
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1)
    expect(statusesOf(answers[0]?.body.data)).toEqual([201, 404, 422, 201])
    expect(await titles()).toEqual(['Once', 'Twice'])
    expect((await bulk(items.slice(1), headers)).status).toBe(409)
  })
})

describe('at once', () => {
  it('bulks that touch the same cards and stages in opposite orders neither wait in a circle nor lose anything', async () => {
    const ids = await Promise.all(Array.from({ length: 8 }, (_, at) => card(`${at}`)))
    const forth = ids.flatMap((id, at) => [
      { op: 'update', id, description: 'forth' },
      { op: 'move', id, pipeline_stage_id: stages[at % 2], order_index: 0 },
    ])
    const back = ids.toReversed().flatMap((id, at) => [
      { op: 'move', id, pipeline_stage_id: stages[(at + 1) % 2] },
      { op: 'update', id, order_index: 0 },
      { op: 'update', id, description: 'back' },
    ])
    for (let round = 0; round < 3; round++) {
      let answers: Answer[] = []
      const texts = await textsOf(async () => {
        answers = await Promise.all([bulk(forth), bulk(back), bulk(forth), bulk(back)])
      })
      for (const { body } of answers) expect(new Set(statusesOf(body.data))).toEqual(new Set([200]))
      // Nobody had to begin again, which is what a deadlock would have cost.
      expect(texts.filter((text) => text === 'BEGIN')).toHaveLength(4)
    }
    const held = [...(await titles(stages[0])), ...(await titles(stages[1]))]
    expect(held.sort()).toEqual(ids.map((_, at) => `${at}`).sort())
  })

  it('a bulk and single moves of the same cards all get through', async () => {
    const ids = await Promise.all(Array.from({ length: 8 }, (_, at) => card(`${at}`)))
    const items = ids.map((id) => ({ op: 'move', id, pipeline_stage_id: stages[1], order_index: 0 }))
    const answers = await Promise.all([
      bulk(items),
      bulk(items.toReversed()),
      ...ids.map((id) => ask('PATCH', `/pipeline-cards/${id}`, { pipeline_stage_id: stages[2], order_index: 0 })),
      ...ids.map((id) => ask('PATCH', `/pipeline-cards/${id}`, { order_index: 1 })),
    ])
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
    expect(new Set(answers.slice(0, 2).flatMap(({ body }) => statusesOf(body.data)))).toEqual(new Set([200]))
  })
})

describe('what a bulk costs', () => {
  it('is so many statements an item, whatever the number of items, and three for the locks', async () => {
    const counted = async (items: unknown[]) => {
      const texts = await textsOf(() => bulk(items))
      return texts.indexOf('COMMIT') - texts.indexOf('BEGIN') - 1
    }
    expect(await counted([])).toBe(0)
    const creating = (count: number) =>
      Array.from({ length: count }, (_, at) => ({ op: 'create', pipeline_stage_id: stages[0], title: `${at}` }))
    const [one, fifty] = [await counted(creating(1)), await counted(creating(50))]
    expect(fifty - one).toBe(49 * (one - 1))
    expect(one - 1).toBeLessThanOrEqual(8)
    const ids = (await ask('GET', `/pipeline-cards?pipeline_stage_id=${stages[0]}&page_size=50`)).body.data.map(
      (each: { id: string }) => each.id,
    )
    const moving = (stage: string | undefined) =>
      ids.map((id: string) => ({ op: 'move', id, pipeline_stage_id: stage, order_index: 0 }))
    expect(await counted(moving(stages[1]))).toBeLessThanOrEqual(2 + 50 * 9)
    expect(await counted(ids.map((id: string) => ({ op: 'update', id, order_index: 3 })))).toBeLessThanOrEqual(
      3 + 50 * 9,
    )
    expect(await counted(ids.map((id: string) => ({ op: 'delete', id })))).toBeLessThanOrEqual(1 + 50 * 6)
  })

  it('lets 1,000 items through', async () => {
    const items = Array.from({ length: 1000 }, (_, at) => ({
      op: 'create',
      pipeline_stage_id: stages[0],
      title: `${at}`,
    }))
    expect(new Set(statusesOf(await done(items)))).toEqual(new Set([201]))
    const [{ count } = { count: 0 }] = await sql<{ count: number }>(
      'SELECT count(*)::int AS count FROM "CrmRecord" WHERE "workspaceId" = $1 AND "stageId" = $2 AND rank IS NOT NULL',
      [world.workspace.id, stages[0]],
    )
    expect(count).toBe(1000)
  })
})
