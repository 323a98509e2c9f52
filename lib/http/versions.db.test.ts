import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Answer } from '@/e2e/api-client'
import { refusalIn, startContractApi } from '@/e2e/contract-api'
import { nameOf, paramNames } from '@/e2e/contract-registry'
import { footprintOf } from '@/e2e/footprint'
import { openWorld, type Sample, sampleOf, send, type World } from '@/e2e/sample'
import { textsOf } from '@/e2e/statements'
import { password } from '@/e2e/workspace'
import type { Contract } from '@/lib/contracts/contract'
import { sql } from '@/lib/db/client'
import { openTransaction } from '@/lib/db/transaction'
import { newId } from '@/lib/domain/id'
import { addMember } from '@/lib/domain/member/add'
import { createRecords } from '@/lib/domain/record/create-many'

let api: Awaited<ReturnType<typeof startContractApi>>
let world: World

beforeAll(async () => {
  api = await startContractApi()
  world = await openWorld(api)
})
afterAll(() => api.stop())

const stage = (at: number) => world.board.stages[at]?.id ?? ''
const newDeal = (more = {}) => world.acting.deal(world.board, { id: stage(0) }, more)
const etagOf = ({ headers }: Answer): string => headers.get('etag') ?? ''
const versionIn = (answer: Answer): number => Number(/^"(\d+)-/.exec(etagOf(answer))?.[1])
const ask = (method: string, target: string, headers: Record<string, string>, body?: unknown, key = world.key) =>
  api.ask(method, target, { key, headers, body })
const told = () => api.contracts.filter(({ version, reply }) => version && reply)
const checked = () => api.contracts.filter(({ version }) => version === 'checked')

/** A member with that name, and a key of theirs. */
async function keyOf(name: string): Promise<string> {
  const email = `${newId()}@test.example`
  const actor = { userId: null, apiKeyId: null, door: 'cli' } as const
  await openTransaction({ workspaceId: world.workspace.id, actor, requestId: null }, (tx) =>
    addMember(tx, { email, name, password, role: 'editor' }),
  )
  return world.workspace.key('rex', { role: 'editor', email })
}

describe('a version', () => {
  it('is told by every operation on a card, a deal, a record or a pipeline, and checked by those that change it', () => {
    const oneThing =
      /^\/(pipeline-cards|deals|pipelines)\/\{id\}(\/stage|\/stages.*)?$|^\/records\/\{object\}\/\{id\}$|\/move$/
    const needed = api.contracts.filter(
      ({ path, method, dialect }) =>
        oneThing.test(path) && !(method === 'GET' && /stages/.test(path)) && dialect !== 'kaireon',
    )
    expect(needed.length).toBeGreaterThan(14)
    for (const contract of needed) {
      expect(contract.version, nameOf(contract)).toBe(contract.method === 'GET' ? 'told' : 'checked')
    }
  })

  it('stands in the ETag of every reply that tells one', async () => {
    // That it does is held by every reply of this API; here it is that there are such replies.
    for (const contract of told()) {
      const answer = await send(api, contract, await sampleOf(contract, world), { key: world.key })
      expect([answer.status, versionIn(answer) > 0], nameOf(contract)).toEqual([contract.status, true])
    }
    expect(told().length).toBeGreaterThan(12)
  })

  it('is the same in the reply to a change and to a GET after it, and rises by one with every change', async () => {
    const { id } = await newDeal()
    for (const [target, body] of [
      [`/deals/${id}`, { value: 5 }],
      [`/pipeline-cards/${id}`, { description: 'As agreed' }],
      [`/deals/${id}`, { stage_id: stage(1) }],
      [`/pipeline-cards/${id}`, { archived_at: '2026-11-22T10:00:00Z' }],
    ] as const) {
      const before = versionIn(await ask('GET', target, {}))
      const changed = await ask('PATCH', target, {}, body)
      expect(versionIn(changed)).toBe(before + 1)
      expect(etagOf(await ask('GET', target, {}))).toBe(etagOf(changed))
      expect(etagOf(await ask('PATCH', target, {}, body))).toBe(etagOf(changed))
    }
  })

  it('of a pipeline rises with every change of its stages', async () => {
    const { id, stages } = await world.acting.board()
    const target = `/pipelines/${id}`
    const [a, b, won, lost] = stages.map((each: { id: string }) => each.id)
    const steps = [
      ['POST', `${target}/stages`, { name: 'C', type: 'open', position: 1 }],
      ['PATCH', `${target}/stages/${a}`, { name: 'First' }],
      ['PATCH', `${target}/stages/${a}`, { wip_limit: 3 }],
      ['PATCH', target, { rotting_days: 3 }],
      ['DELETE', `${target}/stages/${b}`, undefined],
    ] as const
    let version = versionIn(await ask('GET', target, {}))
    expect(version).toBe(1)
    for (const [method, path, body] of steps) {
      await ask(method, path, {}, body)
      version += 1
      expect(versionIn(await ask('GET', target, {})), `${method} ${path}`).toBe(version)
    }
    const left = (await ask('GET', target, {})).body.data.stages.map((each: { id: string }) => each.id)
    expect(left).toEqual([a, expect.any(String), won, lost])
    const reordered = await ask('PUT', `${target}/stages`, {}, { stage_ids: left.reverse() })
    expect(versionIn(reordered)).toBe(version + 1)
  })

  it('is left by a change of every row that has one, so that all of them can be told', async () => {
    for (const contract of api.contracts.filter(({ method, streams }) => method !== 'GET' && !streams)) {
      await send(api, contract, await sampleOf(contract, world), { key: world.key })
    }
    const { id, stages } = await world.acting.board()
    const moving = await world.acting.deal({ id }, stages[0])
    await world.acting.patch(`/pipeline-cards/${moving.id}`, { archived_at: '2026-11-22T10:00:00Z' })
    await world.acting.deal({ id }, stages[0])
    await ask('DELETE', `/pipelines/${id}/stages/${stages[0].id}?move_to=${stages[1].id}`, {})
    const actor = { userId: null, apiKeyId: null, door: 'cli' } as const
    await openTransaction({ workspaceId: world.workspace.id, actor, requestId: null }, (tx) =>
      createRecords(tx, 'contacts', [{ values: { title: 'Imported' } }]),
    )
    for (const [table, subject] of [
      ['CrmRecord', 'record'],
      ['Pipeline', 'pipeline'],
      ['Flow', 'flow'],
      ['Connector', 'connector'],
      ['Task', 'task'],
    ]) {
      const rows = await sql<{ version: number; told: number[] }>(
        `SELECT r.version, array(SELECT c.version FROM "Change" c WHERE c."workspaceId" = r."workspaceId"
           AND c."subjectId" = r.id AND c.subject = $2 ORDER BY c.id) AS told FROM "${table}" r WHERE r."workspaceId" = $1`,
        [world.workspace.id, subject],
      )
      expect(Math.max(...rows.map(({ version }) => version))).toBeGreaterThan(1)
      for (const row of rows) expect(row.told).toEqual(Array.from({ length: row.version }, (_, at) => at + 1))
    }
  })
})

describe('If-None-Match', () => {
  it('is answered 304 without a body by every GET that tells a version, while its reply is the same', async () => {
    for (const contract of told().filter(({ method }) => method === 'GET')) {
      const sample = await sampleOf(contract, world)
      const first = await send(api, contract, sample, { key: world.key })
      const again = (etag: string) =>
        send(api, contract, sample, { key: world.key, headers: { 'if-none-match': etag } })
      const same = await again(etagOf(first))
      expect([same.status, same.text, etagOf(same)], nameOf(contract)).toEqual([304, '', etagOf(first)])
      expect(same.headers.get('content-type')).toBeNull()
      expect((await again(`"0", W/${etagOf(first)}`)).status).toBe(304)
      expect((await again('"0"')).text, nameOf(contract)).toBe(first.text)
    }
  })

  it('gets the reply of a card whose position others have changed, though its version is the same', async () => {
    const board = await world.acting.board()
    const one = await world.acting.deal(board, board.stages[0])
    const target = `/pipeline-cards/${one.id}`
    const first = await ask('GET', target, {})
    await world.acting.post('/pipeline-cards', {
      pipeline_stage_id: board.stages[0].id,
      title: 'Ahead',
      order_index: 0,
    })
    const now = await ask('GET', target, { 'if-none-match': etagOf(first) })
    expect([now.status, now.body.data.order_index, versionIn(now)]).toEqual([200, 1, versionIn(first)])
    const written = await ask('PATCH', target, { 'if-match': etagOf(first) }, { title: 'Renamed' })
    expect(written.status, written.text).toBe(200)
  })

  it('gets the reply of a deal on another day', async () => {
    const { id } = await newDeal()
    const first = await ask('GET', `/deals/${id}`, {})
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 86_400_000 })
    const tomorrow = await ask('GET', `/deals/${id}`, { 'if-none-match': etagOf(first) })
    vi.useRealTimers()
    expect([tomorrow.status, tomorrow.body.data.days_in_stage]).toEqual([200, 1])
  })
})

describe('If-Match', () => {
  type Attempt = (etag: string, more?: Sample) => Promise<Answer>
  const every = async (work: (contract: Contract, attempt: Attempt, sample: Sample) => Promise<void>) => {
    expect(checked().length).toBeGreaterThan(10)
    for (const contract of checked()) {
      const sample = await sampleOf(contract, world)
      const attempt: Attempt = (etag, more = {}) =>
        send(api, contract, { ...sample, ...more }, { key: world.key, headers: { 'if-match': etag } })
      await work(contract, attempt, sample)
    }
  }

  it('is refused (412) by every operation that checks it when it is stale, and nothing is written', async () => {
    await every(async (contract, attempt) => {
      const before = await footprintOf(world.workspace.id)
      for (const etag of ['"0"', '"999999999999999"', 'W/"0-AAAABBBBCCCC"']) {
        const refused = refusalIn(await attempt(etag), contract.dialect)
        expect(refused.status, nameOf(contract)).toBe(412)
        expect(refused.message, nameOf(contract)).toContain('read it again')
      }
      expect(await footprintOf(world.workspace.id), nameOf(contract)).toEqual(before)
      expect((await attempt('*')).status, nameOf(contract)).toBe(contract.status)
    })
  })

  it('is refused (400) when it is no ETag, before anything is looked at', async () => {
    await every(async (contract, attempt) => {
      for (const etag of ['7', '"seven"', '"1", "2"']) {
        const refused = refusalIn(await attempt(etag), contract.dialect)
        expect([refused.status, refused.message], nameOf(contract)).toEqual([
          400,
          'The If-Match header must be an ETag from an earlier reply, or *',
        ])
      }
    })
  })

  it('lets a missing thing be missing (404), whatever it names', async () => {
    await every(async (contract, attempt, sample) => {
      const ids = paramNames(contract).filter((name) => name !== 'object')
      const params = Object.fromEntries(paramNames(contract).map((name) => [name, 'opportunities']))
      for (const name of ids) params[name] = newId()
      // Kaireon's PUT names its pipeline in the body.
      const body = sample.body?.id === undefined ? sample.body : { ...sample.body, id: newId() }
      for (const etag of ['*', '"0"', '"1"']) {
        expect(refusalIn(await attempt(etag, { params, body }), contract.dialect).status, nameOf(contract)).toBe(404)
      }
    })
  })

  it('lets the current version through, by an ETag or bare', async () => {
    const { id } = await newDeal()
    const first = await ask('GET', `/deals/${id}`, {})
    expect((await ask('PATCH', `/deals/${id}`, { 'if-match': etagOf(first) }, { value: 1 })).status).toBe(200)
    expect((await ask('PATCH', `/deals/${id}`, { 'if-match': '"2"' }, { value: 2 })).status).toBe(200)
    expect(
      (await ask('PUT', `/pipelines/opportunities/${id}/move`, { 'if-match': '"3"' }, { pipeline_step_id: stage(1) }))
        .status,
    ).toBe(200)
    expect((await ask('POST', `/deals/${id}/stage`, { 'if-match': '"4"' }, { stage_id: stage(0) })).status).toBe(200)
    expect((await ask('PUT', `/records/opportunities/${id}`, { 'if-match': '"5"' }, { name: 'x' })).status).toBe(200)
    expect((await ask('DELETE', `/pipeline-cards/${id}`, { 'if-match': '"6"' })).status).toBe(204)
  })

  it('is stale also for a change that would change nothing', async () => {
    const { id } = await newDeal({ value: 1 })
    await ask('PATCH', `/deals/${id}`, {}, { value: 2 })
    expect((await ask('PATCH', `/deals/${id}`, { 'if-match': '"1"' }, { value: 2 })).status).toBe(412)
    expect((await ask('POST', `/deals/${id}/stage`, { 'if-match': '"1"' }, { stage_id: stage(0) })).status).toBe(412)
  })

  it('is part of an idempotent request: what was refused is replayed, another ETag is another request', async () => {
    const { id } = await newDeal({ value: 1 })
    const headers = { 'idempotency-key': newId() }
    const attempt = (etag: string) => ask('PATCH', `/deals/${id}`, { ...headers, 'if-match': etag }, { value: 3 })
    const refused = await attempt('"0"')
    expect(refused.status).toBe(412)
    expect((await attempt('"0"')).text).toBe(refused.text)
    expect((await attempt('"1"')).status).toBe(409)
    expect((await ask('GET', `/deals/${id}`, {})).body.data.value).toBe(1)
  })

  it.each([
    ['PATCH of a deal', (id: string) => ['PATCH', `/deals/${id}`, { value: 7 }] as const],
    ['a drop', (id: string) => ['POST', `/deals/${id}/stage`, { stage_id: stage(1) }] as const],
    ['a move', (id: string) => ['PUT', `/pipelines/opportunities/${id}/move`, { pipeline_step_id: stage(1) }] as const],
    ['DELETE of a card', (id: string) => ['DELETE', `/pipeline-cards/${id}`, undefined] as const],
  ])('of eight that race has exactly one winner: %s', async (_, request) => {
    for (let round = 0; round < 5; round++) {
      const { id } = await newDeal()
      const statuses = await Promise.all(
        Array.from({ length: 8 }, async (_, at) => {
          const [method, target, body] = request(id)
          const own = method === 'PATCH' ? { value: 100 + at } : body
          return (await ask(method, target, { 'if-match': '"1"' }, own)).status
        }),
      )
      expect(statuses.filter((status) => status < 300)).toHaveLength(1)
      const losers = request(id)[0] === 'DELETE' ? [404] : [412]
      expect(new Set(statuses.filter((status) => status >= 300))).toEqual(new Set(losers))
    }
  })

  it('of eight that change one pipeline by its stages has exactly one winner', async () => {
    for (let round = 0; round < 3; round++) {
      const { id } = await world.acting.board()
      const answers = await Promise.all(
        Array.from({ length: 8 }, (_, at) =>
          ask('POST', `/pipelines/${id}/stages`, { 'if-match': '"1"' }, { name: `S${at}`, type: 'open' }),
        ),
      )
      expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array(7).fill(412)])
      expect((await ask('GET', `/pipelines/${id}`, {})).body.data.stages).toHaveLength(5)
    }
  })

  it('costs nothing where it is not sent, and one statement where it is stale', async () => {
    const { id } = await newDeal({ value: 0 })
    const patch = (headers: Record<string, string>, value: number) =>
      textsOf(() => ask('PATCH', `/deals/${id}`, headers, { value }))
    await ask('GET', '/deals', {})
    const plain = await patch({}, 1)
    expect(await patch({ 'if-match': '"2"' }, 2)).toHaveLength(plain.length)
    const stale = await patch({ 'if-match': '"2"' }, 3)
    expect(stale.filter((text) => /FROM "Change"/.test(text))).toHaveLength(1)
  })
})

describe('a stale change is told', () => {
  const refusedAt = async (id: string, seen: number) =>
    refusalIn(await ask('PATCH', `/deals/${id}`, { 'if-match': `"${seen}"` }, { name: 'Mine' }), 'rex').message

  /** When the last change of a row was made. */
  const changedAt = async (id: string): Promise<string | undefined> => {
    const [last] = await sql<{ at: Date }>(
      `SELECT e.at FROM "Change" c JOIN "Event" e ON e."workspaceId" = c."workspaceId" AND e.id = c."eventId"
       WHERE c."workspaceId" = $1 AND c."subjectId" = $2 ORDER BY c.id DESC LIMIT 1`,
      [world.workspace.id, id],
    )
    return last?.at.toISOString()
  }

  it('who changed what, and when', async () => {
    const ann = await keyOf('Ann Lee')
    const { id } = await newDeal()
    await ask('PATCH', `/deals/${id}`, {}, { value: 9, stage_id: stage(1) }, ann)
    const at = await changedAt(id)
    expect(await refusedAt(id, 1)).toBe(`Ann Lee changed 'value', 'currency' and 'stage' at ${at}: read it again`)
    const card = await ask('PATCH', `/pipeline-cards/${id}`, { 'if-match': '"1"' }, { title: 'Mine' })
    expect(card.body.error).toEqual({
      code: 'stale',
      message: `Ann Lee changed 'value', 'currency' and 'stage' at ${at}: read it again`,
      details: {},
    })
    const move = await ask(
      'PUT',
      `/pipelines/opportunities/${id}/move`,
      { 'if-match': '"1"' },
      { pipeline_step_id: stage(0) },
    )
    expect(move.body).toMatchObject({ error: true, code: 'STALE' })
  })

  it('of several changers the last by name, and all that they changed since that version', async () => {
    const [ann, bob, eve] = await Promise.all(['Ann Lee', 'Bob Ray', 'Eve Poe'].map(keyOf))
    const { id } = await newDeal({ value: 1 })
    const rename = (name: string, key = '') => ask('PATCH', `/deals/${id}`, {}, { name }, key)
    await ask('PATCH', `/deals/${id}`, {}, { source: 'fair' }, eve)
    await rename('One', ann)
    await rename('Two', ann)
    expect(await refusedAt(id, 2)).toBe(`Ann Lee changed 'title' at ${await changedAt(id)}: read it again`)
    await ask('PATCH', `/deals/${id}`, {}, { tags: ['hot'] }, bob)
    const at = await changedAt(id)
    expect(await refusedAt(id, 4)).toBe(`Bob Ray changed 'tags' at ${at}: read it again`)
    expect(await refusedAt(id, 3)).toBe(`Bob Ray and 1 other changed 'title' and 'tags' at ${at}: read it again`)
    expect(await refusedAt(id, 1)).toBe(
      `Bob Ray and 2 others changed 'title', 'tags' and 'source' at ${at}: read it again`,
    )
  })

  it('own fields by their names, and a place as position', async () => {
    const field = `size_${newId().slice(-6)}`
    await world.acting.post('/objects/opportunities/fields', { name: field, type: 'number' })
    const [first, second] = [await newDeal(), await newDeal()]
    await ask('PATCH', `/deals/${second.id}`, {}, { fields: { [field]: 5 } })
    expect(await refusedAt(second.id, 1)).toContain(`changed '${field}' at`)
    await ask('POST', `/deals/${second.id}/stage`, {}, { stage_id: stage(0), before_id: first.id })
    expect(await refusedAt(second.id, 2)).toContain("changed 'position' at")
  })

  it('what became of a pipeline and of its stages', async () => {
    const ann = await keyOf('Ann Lee')
    const { id, stages } = await world.acting.board()
    await ask('PATCH', `/pipelines/${id}/stages/${stages[0].id}`, {}, { name: 'Lead' }, ann)
    const renamed = await ask('PATCH', `/pipelines/${id}`, {}, { name: 'Enterprise' }, ann)
    const refused = await ask('DELETE', `/pipelines/${id}`, { 'if-match': '"1"' })
    expect(refusalIn(refused, 'rex').message).toBe(
      `Ann Lee changed 'name' and 'stages' at ${renamed.body.data.updated_at}: read it again`,
    )
  })

  it('Throughline where no person acted, and no more than it knows', async () => {
    const { id } = await newDeal()
    await ask('PATCH', `/deals/${id}`, {}, { value: 5 })
    await sql('UPDATE "Event" SET "actorId" = NULL WHERE "workspaceId" = $1 AND verb = \'record.update\'', [
      world.workspace.id,
    ])
    expect(await refusedAt(id, 1)).toContain('Throughline changed')
    expect(await refusedAt(id, 7)).toBe('This is not the version that If-Match names: read it again')
  })
})
