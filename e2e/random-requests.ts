import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Contract } from '@/lib/contracts/contract'
import { isStorable } from '@/lib/domain/text'
import type { RunningApi } from './api-client'
import { bodiesOf, misfits } from './arbitrary-body'
import { bodyFields, schemaOf, withField } from './body-fields'
import { refusalIn, startContractApi } from './contract-api'
import { nameOf, paramNames } from './contract-registry'
import { outOfBounds } from './out-of-bounds'
import { openWorld, type Sample, sampleOf, send, type World } from './sample'

/** How many requests of each operation; without a seed others every time, and the seed is told when one fails. */
export interface Luck {
  numRuns: number
  seed?: number
}

/** The suite of random requests: every operation of the API, so many times. */
export function randomRequests(luck: Luck): void {
  describe('random requests', () => {
    let api: Awaited<ReturnType<typeof startContractApi>>
    let world: World

    beforeAll(async () => {
      api = await startContractApi()
      world = await openWorld(api)
    })
    afterAll(() => api.stop())

    it('with a body that fits are answered in the contract’s form, and what was written comes back', async () => {
      expect(varied(api.contracts).length).toBeGreaterThan(13)
      // What is only tried leaves nothing that could come back.
      for (const contract of varied(api.contracts).filter(({ waits }) => !waits)) {
        await sendValid(api, world, contract, luck)
      }
    })

    it('with a field of another type, out of its bounds, or too many are refused by its name', async () => {
      for (const contract of varied(api.contracts)) await sendInvalid(api, world, contract, luck)
    })

    it('with any text for an id or a parameter are never a fault', async () => {
      for (const contract of api.contracts.filter(({ streams }) => !streams)) {
        await sendAnywhere(api, world, contract, luck)
      }
    })

    it('leave a workspace that can still be read whole', async () => {
      for (const contract of api.contracts.filter(({ method, streams }) => method === 'GET' && !streams)) {
        const { params } = await sampleOf(contract, world)
        expect((await send(api, contract, { params }, { key: world.key })).status, nameOf(contract)).toBe(200)
      }
    })
  })
}

/** Operations whose body has fields to vary. */
const varied = (contracts: Contract[]): Contract[] =>
  contracts.filter(({ body }) => body !== null && bodyFields(body).length > 0)

/**
 * Sends bodies that fit the operation's schema. The API under test holds every reply to its contract; whatever is
 * refused nevertheless breaks a rule between fields or rows, and that must be the smaller part.
 */
async function sendValid(api: RunningApi, world: World, contract: Contract, luck: Luck): Promise<void> {
  const sample = await sampleOf(contract, world)
  const schema = schemaOf(contract.body as NonNullable<Contract['body']>)
  let taken = 0
  await fc.assert(
    fc.asyncProperty(bodiesOf(schema, world, sample), async (made) => {
      const body = atOnePlace(made as object, world)
      const answer = await send(api, contract, { ...sample, body }, { key: world.key })
      if (answer.status !== contract.status && answer.status !== contract.madeStatus) {
        expect([400, 409, 422], answer.text).toContain(answer.status)
        return
      }
      taken++
      // What is sent of a stage is answered with its whole pipeline.
      if (contract.path.includes('/stages')) return
      const shown = answer.body.data ?? answer.body
      expect(shown).toMatchObject(echoed(body, shown))
      // A workspace has room for few.
      if (nameOf(contract) === 'rex POST /webhooks') await world.acting.delete(`/webhooks/${shown.id}`)
    }),
    luck,
  )
  expect(taken / luck.numRuns, `${nameOf(contract)}: the share of bodies taken`).toBeGreaterThan(0.5)
}

// The schema alone does not say that a body names one place only, and a neighbour that stands there, nor that edges come
// with their nodes, and a rule with the due date that it begins with.
function atOnePlace(body: object, world: World): Record<string, unknown> {
  const { after_id, before_id, order_index, edges, ...rest }: Record<string, unknown> = { ...body }
  if ('recurrence' in rest || rest.due_date === null) rest.recurrence = rest.due_date ? rest.recurrence : null
  if (edges !== undefined && 'nodes' in rest) return { ...rest, edges }
  if (order_index !== undefined) return { ...rest, order_index }
  if (after_id === undefined && before_id === undefined) return rest
  const stage = 'pipeline_stage_id' in rest || 'title' in rest ? 'pipeline_stage_id' : 'stage_id'
  return { ...rest, [stage]: world.board.stages[0]?.id, ...(after_id === undefined ? { before_id } : { after_id }) }
}

// Instants lose their offset, and a place and a default are decided among all.
const changing = ['stages', 'nodes', 'edges', 'position', 'is_default', 'order_index', 'fields']

/** What of a body its reply must show as it was sent. */
function echoed(body: object, reply: object): object {
  const same = Object.entries(body).filter(
    ([name, value]) => name in reply && !changing.includes(name) && !/_at$/.test(name) && value !== undefined,
  )
  // JSON knows no -0.
  return JSON.parse(JSON.stringify(Object.fromEntries(same)))
}

/**
 * Sends bodies with one field of a type that it does not take, out of its bounds, or that the operation does not have:
 * each is refused by that field's name.
 */
async function sendInvalid(api: RunningApi, world: World, contract: Contract, luck: Luck): Promise<void> {
  const sample = await sampleOf(contract, world)
  const fields = bodyFields(contract.body as NonNullable<Contract['body']>).filter(({ types }) => types.size < 7)
  const wrong = fc.constantFrom(...fields).chain((field) => {
    const outside = outOfBounds(field.schema)
    const values = fc.oneof(misfits(field.types), ...(outside.length > 0 ? [fc.constantFrom(...outside)] : []))
    return values.map((value) => ({ keys: field.keys, path: field.path, value }))
  })
  const known = new Set(fields.map(({ path }) => path))
  const unknown = fc
    .string({ minLength: 1, unit: 'binary' })
    .filter((name) => isStorable(name) && !known.has(name))
    .map((name) => ({ keys: [name], path: name, value: 1 }))
  await fc.assert(
    fc.asyncProperty(fc.oneof({ weight: 4, arbitrary: wrong }, unknown), async ({ keys, path, value }) => {
      const body = withField(sample.body, keys, value) as Sample['body']
      const refused = refusalIn(await send(api, contract, { ...sample, body }, { key: world.key }), contract.dialect)
      expect([400, 422]).toContain(refused.status)
      expect(refused.message).toContain(`'${path}`)
    }),
    luck,
  )
}

/** Sends any text as ids in the path and as parameters: an answer in the contract's form, whatever they are. */
async function sendAnywhere(api: RunningApi, world: World, contract: Contract, luck: Luck): Promise<void> {
  const text = fc.oneof(fc.string({ unit: 'binary', minLength: 1 }), fc.uuid(), fc.integer().map(String))
  const sample = await sampleOf(contract, world)
  const fitting = Object.entries(sample.query ?? {})
  const parameter = fc.oneof(
    fc.constantFrom(...(fitting.length > 0 ? fitting : [['x', 'y'] as const])),
    fc.tuple(text, text),
  )
  const names = paramNames(contract)
  const ids = fc.tuple(...names.map((name) => fc.oneof(text, fc.constant(sample.params?.[name] ?? ''))))
  await fc.assert(
    fc.asyncProperty(ids, fc.array(parameter, { maxLength: 4 }), async (params, query) => {
      const filled = Object.fromEntries(names.map((name, at) => [name, params[at] ?? '']))
      // A path of one or two dots is another path to every client.
      fc.pre(Object.values(filled).every((value) => !/^(\.|%2e){1,2}$/i.test(value)))
      const asked = { params: filled, query: Object.fromEntries(query), body: sample.body }
      expect((await send(api, contract, asked, { key: world.key })).status).toBeLessThan(500)
    }),
    luck,
  )
}
