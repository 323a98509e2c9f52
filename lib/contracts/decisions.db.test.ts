import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Acting } from '@/e2e/acting'
import { refusalIn, startContractApi } from '@/e2e/contract-api'
import { nameOf } from '@/e2e/contract-registry'
import { openWorld, sampleOf, send, type World } from '@/e2e/sample'
import { newId } from '@/lib/domain/id'

// What DECISIONS says of all contracts at once and no single document shows.

let api: Awaited<ReturnType<typeof startContractApi>>
let world: World
let rex: Acting

beforeAll(async () => {
  api = await startContractApi()
  world = await openWorld(api)
  rex = world.acting
})
afterAll(() => api.stop())

describe('one row, four faces', () => {
  it('is a REX deal, a Clarky card and a Kasar record: what one contract writes, the others read at once', async () => {
    const [a, b, won] = world.board.stages.map(({ id }) => id)
    const contact = world.contactId
    const made = await rex.post('/pipeline-cards', {
      pipeline_stage_id: b,
      title: 'Acme',
      contact_id: contact,
      description: 'Renewal',
      tags: ['x'],
    })
    const { id } = made.body.data
    const faces = async () => ({
      rex: (await rex.get(`/deals/${id}`)).body.data,
      clarky: (await rex.get(`/pipeline-cards/${id}`)).body.data,
      kasar: (await rex.get(`/records/opportunities/${id}`)).body.data,
    })
    const common = { id, description: 'Renewal', tags: ['x'], contact_id: contact }
    expect(await faces()).toMatchObject({
      rex: { ...common, name: 'Acme', stage_id: b, pipeline_id: world.board.id, status: 'open' },
      clarky: { ...common, title: 'Acme', pipeline_stage_id: b },
      kasar: { ...common, name: 'Acme', pipeline_step_id: b, pipeline_id: world.board.id, object: 'opportunities' },
    })
    await rex.put(`/records/opportunities/${id}`, { name: 'By Kasar', value: 700, currency: 'EUR' })
    await rex.put(`/pipelines/opportunities/${id}/move`, { pipeline_step_id: won })
    expect(await faces()).toMatchObject({
      rex: { name: 'By Kasar', value: 700, currency: 'EUR', stage_id: won, status: 'won' },
      clarky: { title: 'By Kasar', pipeline_stage_id: won },
      kasar: { name: 'By Kasar', value: 700, currency: 'EUR', pipeline_step_id: won },
    })
    await rex.patch(`/deals/${id}`, { name: 'By REX', contact_id: null, stage_id: a })
    expect(await faces()).toMatchObject({
      rex: { name: 'By REX', contact_id: null, status: 'open' },
      clarky: { title: 'By REX', contact_id: null, pipeline_stage_id: a },
      kasar: { name: 'By REX', contact_id: null, pipeline_step_id: a },
    })
    const version = (await faces()).rex.version
    expect((await faces()).kasar.version).toBe(version)
    await rex.delete(`/pipeline-cards/${id}`)
    const gone = [
      await rex.get(`/deals/${id}`),
      await rex.get(`/pipeline-cards/${id}`),
      await rex.get(`/records/opportunities/${id}`),
    ]
    expect(gone.map(({ status }) => status)).toEqual([404, 404, 404])
  })
})

describe('identifiers', () => {
  it('of everything that is made are UUIDv7 strings', async () => {
    const makers = api.contracts.filter(({ method, status }) => method === 'POST' && status === 201)
    expect(makers.length).toBeGreaterThan(4)
    for (const contract of makers) {
      const { body } = await send(api, contract, await sampleOf(contract, world), { key: world.key })
      const made = body.data ?? body
      expect(made.id ?? made.task_id, nameOf(contract)).toMatch(
        /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
      )
    }
  })
})

describe('the gate', () => {
  const field = async (type: string, options?: string[]): Promise<string> => {
    const name = `f_${newId().slice(-12)}`
    const body = { name, type, ...(options && { options }) }
    expect((await rex.post('/objects/candidates/fields', body)).status).toBe(201)
    return name
  }

  it('takes null, an empty string and an empty list for missing, 0 and false for filled, in own fields too', async () => {
    const names = {
      text: await field('text'),
      number: await field('number'),
      boolean: await field('boolean'),
      choice: await field('multi_select', ['a', 'b']),
    }
    const board = await rex.board({ object: 'candidates' })
    const [open, gated] = board.stages
    const required_fields = Object.values(names)
    await rex.patch(`/pipelines/${board.id}/stages/${gated.id}`, { required_fields })
    const deal = await rex.deal(board, open)
    const enter = () => rex.patch(`/deals/${deal.id}`, { stage_id: gated.id })
    expect(refusalIn(await enter(), 'rex').missingFields).toEqual(required_fields)
    const empty = { [names.text]: '', [names.choice]: [], [names.number]: null, [names.boolean]: null }
    await rex.patch(`/deals/${deal.id}`, { fields: empty })
    expect(refusalIn(await enter(), 'rex').missingFields).toEqual(required_fields)
    await rex.patch(`/deals/${deal.id}`, { fields: { [names.number]: 0, [names.boolean]: false } })
    expect(refusalIn(await enter(), 'rex').missingFields).toEqual([names.text, names.choice])
    await rex.patch(`/deals/${deal.id}`, { fields: { [names.text]: '-', [names.choice]: ['b'] } })
    expect((await enter()).body.data.stage_id).toBe(gated.id)
  })

  it('is the same at every door by which a record enters a stage, and each names the same fields', async () => {
    const board = await rex.board()
    const [open, gated] = board.stages
    await rex.patch(`/pipelines/${board.id}/stages/${gated.id}`, { required_fields: ['amount', 'source'] })
    const { id } = await rex.deal(board, open)
    const refused = [
      ['kasar', await rex.put(`/pipelines/opportunities/${id}/move`, { pipeline_step_id: gated.id })],
      ['kasar', await rex.post('/records/opportunities', { name: 'x', pipeline_step_id: gated.id })],
      ['rex', await rex.patch(`/deals/${id}`, { stage_id: gated.id })],
      ['rex', await rex.post(`/deals/${id}/stage`, { stage_id: gated.id })],
      ['rex', await rex.post('/deals', { name: 'x', pipeline_id: board.id, stage_id: gated.id })],
      ['rex', await rex.delete(`/pipelines/${board.id}/stages/${open.id}?move_to=${gated.id}`)],
      ['clarky', await rex.patch(`/pipeline-cards/${id}`, { pipeline_stage_id: gated.id })],
      ['clarky', await rex.post('/pipeline-cards', { title: 'x', pipeline_stage_id: gated.id })],
    ] as const
    for (const [dialect, answer] of refused) {
      expect(refusalIn(answer, dialect)).toMatchObject({
        status: dialect === 'clarky' ? 422 : 400,
        missingFields: ['amount', 'source'],
      })
    }
    expect((await rex.get(`/pipelines/${board.id}/deals`)).body.data).toMatchObject([{ id, stage_id: open.id }])
  })
})
