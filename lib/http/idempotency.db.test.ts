import { encode } from 'next-auth/jwt'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Answer, Ask } from '@/e2e/api-client'
import { refusalIn, startContractApi } from '@/e2e/contract-api'
import { nameOf } from '@/e2e/contract-registry'
import { footprintOf } from '@/e2e/footprint'
import { openWorld, sampleOf, send, type World } from '@/e2e/sample'
import type { Contract } from '@/lib/contracts/contract'
import { sql } from '@/lib/db/client'
import { newId } from '@/lib/domain/id'
import { forgetReplies } from '@/lib/domain/idempotency/forget'
import { sessionCookieName } from './session'

let api: Awaited<ReturnType<typeof startContractApi>>
let world: World
let repeatable: Contract[]

beforeAll(async () => {
  vi.stubEnv('NEXTAUTH_SECRET', 'a secret of these tests')
  api = await startContractApi()
  world = await openWorld(api)
  repeatable = api.contracts.filter(
    // What a file holds is not known before its end: sending it again replaces it.
    (contract) =>
      ['POST', 'PATCH'].includes(contract.method) && !contract.file && nameOf(contract) !== 'clarky POST /pipelines',
  )
  expect(repeatable.length).toBeGreaterThan(9)
})
afterAll(async () => {
  vi.unstubAllEnvs()
  await api.stop()
})

const footprint = () => footprintOf(world.workspace.id)
const keyed = (idempotencyKey: string, more: Ask = {}): Ask => ({
  key: world.key,
  ...more,
  headers: { 'idempotency-key': idempotencyKey, ...more.headers },
})
const create = (name: unknown, idempotencyKey: string, more: Ask = {}) =>
  api.ask('POST', '/deals', keyed(idempotencyKey, { body: newDeal(name), ...more }))
const newDeal = (name: unknown) => ({ name, pipeline_id: world.board.id, stage_id: world.board.stages[0]?.id })
const count = async (name: string): Promise<number> =>
  (await sql('SELECT 1 FROM "CrmRecord" WHERE "workspaceId" = $1 AND title = $2', [world.workspace.id, name])).length

/** The same reply again, byte for byte. */
function sameReply(first: Answer, again: Answer, where = ''): void {
  expect([again.status, again.text], where).toEqual([first.status, first.text])
  expect(again.headers.get('content-type'), where).toBe(first.headers.get('content-type'))
}

describe('Idempotency-Key on every POST and PATCH', () => {
  it('replays the first status and body byte for byte, without a second effect', async () => {
    for (const contract of repeatable) {
      const sample = await sampleOf(contract, world)
      const key = newId()
      const first = await send(api, contract, sample, keyed(key))
      expect(first.status, nameOf(contract)).toBe(contract.status)
      const before = await footprint()
      for (let again = 0; again < 2; again++) {
        sameReply(first, await send(api, contract, sample, keyed(key)), nameOf(contract))
      }
      expect(await footprint(), nameOf(contract)).toEqual(before)
    }
  })

  it('refuses (409) the same key with another body, and writes nothing', async () => {
    for (const contract of repeatable) {
      const [sample, other] = [await sampleOf(contract, world), await sampleOf(contract, world)]
      const key = newId()
      expect((await send(api, contract, sample, keyed(key))).status).toBe(contract.status)
      const before = await footprint()
      // The other sample has other targets or other texts.
      const field = Object.keys(other.body ?? {}).find((name) => ['name', 'title'].includes(name))
      const body = field ? { ...sample.body, [field]: `another_${newId().slice(-6)}` } : other.body
      const params = field ? sample.params : other.params
      const refused = refusalIn(await send(api, contract, { params, body }, keyed(key)), contract.dialect)
      expect(refused.status, nameOf(contract)).toBe(409)
      expect(await footprint(), nameOf(contract)).toEqual(before)
    }
  })

  it('has one effect when twenty come at once, and all hear the same', async () => {
    for (const contract of repeatable) {
      const sample = await sampleOf(contract, world)
      const key = newId()
      const [eventsBefore] = await events()
      const answers = await Promise.all(Array.from({ length: 20 }, () => send(api, contract, sample, keyed(key))))
      const [eventsAfter] = await events()
      for (const answer of answers) sameReply(answers[0] as Answer, answer, nameOf(contract))
      expect(answers[0]?.status, nameOf(contract)).toBe(contract.status)
      const effects = contract.waits ? 0 : 1
      expect(Number(eventsAfter?.count) - Number(eventsBefore?.count), nameOf(contract)).toBe(effects)
    }
  })

  const events = () =>
    sql<{ count: number }>('SELECT count(*) AS count FROM "Event" WHERE "workspaceId" = $1', [world.workspace.id])

  it('lets one of two different bodies through when both come at once', async () => {
    const key = newId()
    const names = [newId(), newId()]
    const answers = await Promise.all(names.map((name) => create(name, key)))
    expect(answers.map((answer) => answer.status).sort()).toEqual([201, 409])
    expect((await count(names[0] ?? '')) + (await count(names[1] ?? ''))).toBe(1)
  })
})

describe('what is replayed', () => {
  it('is the outcome of then, whatever has become of it since', async () => {
    const key = newId()
    const first = await create(newId(), key)
    await world.acting.patch(`/deals/${first.body.data.id}`, { name: 'Renamed' })
    await world.acting.delete(`/deals/${first.body.data.id}`)
    sameReply(first, await create(first.body.data.name, key))
  })

  it('is a refusal too: 400, 404 and 409 of a rule stay what they were', async () => {
    const gated = await world.acting.board()
    const [first, second] = gated.stages
    await world.acting.patch(`/pipelines/${gated.id}/stages/${second.id}`, { required_fields: ['amount'] })
    const deal = await world.acting.deal(gated, first)
    const moving = newId()
    const move = () => api.ask('POST', `/deals/${deal.id}/stage`, keyed(moving, { body: { stage_id: second.id } }))
    const refused = await move()
    expect(refused.status).toBe(400)
    await world.acting.patch(`/deals/${deal.id}`, { value: 5 })
    sameReply(refused, await move())
    expect((await world.acting.get(`/deals/${deal.id}`)).body.data.stage_id).toBe(first.id)

    const missing = newId()
    const [renaming, restoring] = [newId(), newId()]
    const rename = () => api.ask('PATCH', `/deals/${missing}`, keyed(renaming, { body: { name: 'x' } }))
    sameReply(await rename(), await rename())
    const restore = () => api.ask('POST', `/pipelines/${gated.id}/restore`, keyed(restoring))
    const early = await restore()
    expect(early.status).toBe(404)
    await world.acting.delete(`/pipelines/${gated.id}`)
    sameReply(early, await restore())

    const external_id = newId()
    await world.acting.deal(world.board, { id: world.board.stages[0]?.id ?? '' }, { external_id })
    const doubling = newId()
    const double = () => api.ask('POST', '/deals', keyed(doubling, { body: { ...newDeal('x'), external_id } }))
    const conflict = await double()
    expect(conflict.status).toBe(409)
    sameReply(conflict, await double())
  })

  it('answers twenty refusals at once alike and leaves nothing behind', async () => {
    const body = { ...newDeal('x'), owner_id: newId() }
    const key = newId()
    const before = await footprint()
    const answers = await Promise.all(Array.from({ length: 20 }, () => api.ask('POST', '/deals', keyed(key, { body }))))
    for (const answer of answers) sameReply(answers[0] as Answer, answer)
    expect(answers[0]?.status).toBe(400)
    expect({ ...(await footprint()), IdempotentReply: '' }).toEqual({ ...before, IdempotentReply: '' })
  })

  it('comes with a request id of its own', async () => {
    const key = newId()
    const name = newId()
    const ids = [await create(name, key), await create(name, key)].map((answer) => answer.headers.get('x-request-id'))
    expect(new Set(ids).size).toBe(2)
  })

  it('is the same for a body that says the same in another order or spelling', async () => {
    const key = newId()
    const name = newId()
    const first = await create(name, key)
    const { stage_id, pipeline_id } = newDeal(name)
    const raw = `{ "stage_id" : "${stage_id}", "name": "${name}",\n"pipeline_id":"${pipeline_id}"}`
    sameReply(first, await api.ask('POST', '/deals', keyed(key, { raw })))
    expect(await count(name)).toBe(1)
  })

  it('is no shortcut past the door: who may not, may not', async () => {
    const key = newId()
    const name = newId()
    expect((await create(name, key)).status).toBe(201)
    expect((await create(name, key, { key: undefined })).status).toBe(401)
    await sql(`UPDATE "Member" SET role = 'viewer' WHERE "workspaceId" = $1 AND "userId" = $2`, [
      world.workspace.id,
      world.workspace.adminId,
    ])
    const demoted = await create(name, key)
    await sql(`UPDATE "Member" SET role = 'admin' WHERE "workspaceId" = $1 AND "userId" = $2`, [
      world.workspace.id,
      world.workspace.adminId,
    ])
    expect(demoted.status).toBe(403)
  })
})

describe('a key', () => {
  it('belongs to who sent it: another API key, a session and another workspace have their own', async () => {
    const key = newId()
    const name = newId()
    const token = await encode({ token: { sub: world.workspace.adminId, epoch: 0 }, secret: 'a secret of these tests' })
    const session = {
      cookie: `${sessionCookieName()}=${token}`,
      origin: api.url,
      'x-tenant-id': world.workspace.slug,
      'idempotency-key': key,
    }
    const made = [
      await create(name, key),
      await create(name, key, { key: await world.workspace.key('rex') }),
      await api.ask('POST', '/deals', { headers: session, body: newDeal(name) }),
    ]
    expect(made.map((answer) => answer.status)).toEqual([201, 201, 201])
    expect(new Set(made.map((answer) => answer.body.data.id)).size).toBe(3)
    expect(await count(name)).toBe(3)
    const other = await openWorld(api)
    const elsewhere = await api.ask('POST', '/pipelines', {
      key: other.key,
      headers: { 'idempotency-key': key },
      body: { name },
    })
    expect(elsewhere.status).toBe(201)
  })

  it('is for one request: another path, method or contract with it is refused (409)', async () => {
    const key = newId()
    const board = await world.acting.board()
    const body = { name: 'x', type: 'open' }
    expect((await api.ask('POST', `/pipelines/${board.id}/stages`, keyed(key, { body }))).status).toBe(201)
    const others = [
      await api.ask('POST', `/pipelines/${world.board.id}/stages`, keyed(key, { body })),
      await api.ask('PATCH', `/pipelines/${board.id}/stages/${board.stages[0].id}`, keyed(key, { body })),
      await api.ask('PATCH', `/pipelines/${board.id}`, keyed(key, { body: { name: 'x' } })),
    ]
    for (const answer of others) expect(refusalIn(answer, 'rex').status).toBe(409)
  })

  it('holds for 24 hours and is new after them', async () => {
    const key = newId()
    const name = newId()
    const age = (hours: string) =>
      sql(`UPDATE "IdempotentReply" SET "createdAt" = now() - $2::interval WHERE "workspaceId" = $1 AND key = $3`, [
        world.workspace.id,
        hours,
        key,
      ])
    const first = await create(name, key)
    await age('23 hours 59 minutes')
    await forgetReplies()
    sameReply(first, await create(name, key))
    await age('24 hours 1 minute')
    const second = await create(name, key)
    expect(second.body.data.id).not.toBe(first.body.data.id)
    sameReply(second, await create(name, key))
    await age('24 hours 1 minute')
    const answers = await Promise.all(Array.from({ length: 20 }, () => create(name, key)))
    expect(new Set(answers.map((answer) => answer.text)).size).toBe(1)
    expect(await count(name)).toBe(3)
    await age('24 hours 1 minute')
    await forgetReplies()
    const left = await sql('SELECT 1 FROM "IdempotentReply" WHERE key = $1', [key])
    expect(left).toHaveLength(0)
  })

  it('has 1 to 255 characters', async () => {
    const name = newId()
    for (const key of ['', 'x'.repeat(256)]) {
      const refused = refusalIn(await create(name, key), 'rex')
      expect(refused).toMatchObject({ status: 400, code: 'validation_error' })
      expect(refused.message).toContain('Idempotency-Key')
    }
    expect(await count(name)).toBe(0)
    expect((await create(name, 'x'.repeat(255))).status).toBe(201)
    expect((await create(name, 'ü, "key"')).status).toBe(201)
  })

  it('is not used up by a request that was refused at the door', async () => {
    const key = newId()
    const name = newId()
    expect((await create(7, key)).status).toBe(400)
    expect((await api.ask('POST', '/deals', keyed(key, { raw: '{' }))).status).toBe(400)
    expect((await create(name, key, { key: 'rex_live_none' })).status).toBe(401)
    expect((await create(name, key)).status).toBe(201)
  })

  it('means nothing to operations that have no second effect anyway', async () => {
    const key = newId()
    const spot = { stage_id: world.board.stages[0]?.id }
    const headers = { 'idempotency-key': key }
    expect((await api.ask('GET', '/deals', { key: world.key, headers })).status).toBe(200)
    expect((await api.ask('GET', `/deals/${world.dealId}`, { key: world.key, headers })).status).toBe(200)
    const put = { pipeline_step_id: spot.stage_id }
    const target = `/pipelines/opportunities/${world.dealId}/move`
    expect((await api.ask('PUT', target, { key: world.key, headers, body: put })).status).toBe(200)
    expect(await sql('SELECT 1 FROM "IdempotentReply" WHERE key = $1', [key])).toHaveLength(0)
  })
})
