import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { refusalIn, startContractApi } from '@/e2e/contract-api'
import { nameOf, paramNames, refusesIn } from '@/e2e/contract-registry'
import { footprintOf } from '@/e2e/footprint'
import { isWalked, openList, readPage } from '@/e2e/lists'
import { openWorld, type Sample, sampleOf, send, type World } from '@/e2e/sample'
import { newId } from '@/lib/domain/id'
import type { Contract } from './contract'

let api: Awaited<ReturnType<typeof startContractApi>>
let ours: World
let theirs: World

beforeAll(async () => {
  api = await startContractApi()
  ours = await openWorld(api)
  theirs = await openWorld(api)
})
afterAll(() => api.stop())

const missing = newId()

/** What of another workspace a field may point at. */
function foreign(name: string): string {
  const stage = theirs.board.stages[0]?.id ?? ''
  const found = {
    pipeline_id: theirs.board.id,
    stage_id: stage,
    pipeline_stage_id: stage,
    pipeline_step_id: stage,
    stage_ids: stage,
    move_to: stage,
    contact_id: theirs.contactId,
    company_id: theirs.companyId,
    assigned_to_id: theirs.workspace.adminId,
    linked_entity_id: theirs.contactId,
    owner_id: theirs.workspace.adminId,
    user_id: theirs.workspace.adminId,
    bot_id: theirs.agentId,
    id: theirs.flowId,
    pipelineId: theirs.flowId,
    connectorId: theirs.connectorId,
    schemaId: theirs.schemaId,
    deal_id: theirs.dealId,
    after_id: theirs.dealId,
    before_id: theirs.dealId,
  }[name]
  if (!found) throw new Error(`say here what of another workspace ${name} may point at`)
  return found
}

/** What of another workspace stands at an id in a path. */
function foreignParam({ dialect, path }: Contract, name: string): string {
  if (name === 'stage_id') return foreign('stage_id')
  if (path.startsWith('/api-keys/')) return theirs.apiKeyId
  if (path.startsWith('/tasks/')) return theirs.taskId
  if (path.startsWith('/notifications/')) return theirs.notificationId
  if (path.startsWith('/connectors/')) return theirs.connectorId
  if (path.startsWith('/schemas/')) return theirs.schemaId
  if (dialect === 'kaireon') return theirs.flowId
  if (path.startsWith('/webhooks/')) return name === 'delivery_id' ? theirs.deliveryId : theirs.webhookId
  if (path.startsWith('/events/')) return theirs.eventId
  if (/^\/(deals|pipeline-cards)\/|\/move$/.test(path)) return theirs.dealId
  return path.startsWith('/records/') ? theirs.contactId : theirs.board.id
}

const pointing = (names: string[]) =>
  names.filter((name) => /(^id|_id|Id)s?$|^move_to$/.test(name) && name !== 'external_id')
const fieldsOf = (type: z.ZodType | null): string[] =>
  type && 'shape' in type ? Object.keys(type.shape as object) : []

interface Case {
  contract: Contract
  what: string
  /** The same request at another workspace's id, and at one that nobody has. */
  at(id: string, sample: Sample): Sample
  id: string
}

function cases(): Case[] {
  const places = ['after_id', 'before_id', 'order_index']
  return api.contracts.flatMap((contract): Case[] => [
    ...paramNames(contract)
      .filter((name) => name !== 'object')
      .map((name) => ({
        contract,
        what: `path ${name}`,
        at: (id: string, sample: Sample) => ({ ...sample, params: { ...sample.params, [name]: id } }),
        id: foreignParam(contract, name),
      })),
    ...pointing(fieldsOf(contract.query)).map((name) => ({
      contract,
      what: `query ${name}`,
      at: (id: string, sample: Sample) => ({ ...sample, query: { ...sample.query, [name]: id } }),
      id: foreign(name),
    })),
    ...pointing(fieldsOf(contract.body)).map((name) => ({
      contract,
      what: `body ${name}`,
      at: (id: string, { body = {}, ...sample }: Sample) => {
        const others = Object.entries(body).filter(([other]) => !(places.includes(name) && places.includes(other)))
        const value = name.endsWith('_ids') ? [...((body[name] as string[]) ?? []).slice(1), id] : id
        return { ...sample, body: { ...Object.fromEntries(others), [name]: value } }
      },
      id: foreign(name),
    })),
  ])
}

/** Without the moment that a list was read at. */
const timeless = (text: string): string => text.replace(/"next_?[sS]ince":"[^"]*"/, '')

describe("another workspace's id", () => {
  it('is answered with the very status and body of a missing one, wherever it stands, and writes nothing', async () => {
    const all = cases()
    expect(all.length).toBeGreaterThan(60)
    const samples = await Promise.all(all.map(({ contract }) => sampleOf(contract, ours)))
    const before = [await footprintOf(ours.workspace.id), await footprintOf(theirs.workspace.id)]
    for (const [index, { contract, what, at, id }] of all.entries()) {
      const sample = samples[index] as Sample
      const found = await send(api, contract, at(id, sample), { key: ours.key })
      const none = await send(api, contract, at(missing, sample), { key: ours.key })
      const where = `${nameOf(contract)}, ${what}: ${found.text}`
      expect([found.status, timeless(found.text)], where).toEqual([none.status, timeless(none.text)])
      expect(found.text, where).not.toContain(id)
      // DECISIONS, "Errors": the id of Kaireon's PUT and DELETE /pipelines counts as one in the path.
      if (what.startsWith('path') || what.endsWith(' id')) expect(found.status, where).toBe(404)
      else if (what.startsWith('body')) {
        const name = what.replace('body ', '')
        expect(refusalIn(found, refusesIn(contract)).message, where).toContain(`'${name}'`)
        expect(found.status, where).toBe(contract.dialect === 'clarky' ? 422 : 400)
      }
    }
    expect([await footprintOf(ours.workspace.id), await footprintOf(theirs.workspace.id)]).toEqual(before)
  })

  it('in a list of stages or among the fields of a drop finds nothing of theirs', async () => {
    const rex = { key: ours.key, headers: { 'x-api-contract': 'rex' } }
    const drop = (fields: object) =>
      api.ask('POST', `/deals/${ours.dealId}/stage`, {
        ...rex,
        body: { stage_id: ours.board.stages[0]?.id, fields },
      })
    for (const name of ['owner_id', 'contact_id', 'company_id']) {
      const [found, none] = [await drop({ [name]: foreign(name) }), await drop({ [name]: missing })]
      expect([found.status, found.text]).toEqual([none.status, none.text])
      expect(found.status).toBe(400)
    }
  })

  it('in a cursor is refused like a cursor that nobody gave, on every list', async () => {
    const lists = api.contracts.filter(isWalked)
    expect(lists.length).toBeGreaterThan(6)
    for (const contract of lists) {
      const list = await openList(api, contract, theirs)
      const cursorOf = async () => readPage(await list.page({ limit: '1' })).next
      while ((await cursorOf()) === null) await list.grow()
      const { params } = await sampleOf(contract, ours)
      const ask = (cursor: string) => send(api, contract, { params, query: { cursor } }, { key: ours.key })
      const [found, none] = [await ask((await cursorOf()) ?? ''), await ask('x')]
      expect(found.status, nameOf(contract)).toBe(400)
      expect([found.status, found.text], nameOf(contract)).toEqual([none.status, none.text])
    }
  })

  it('finds nothing of theirs on any list without a filter', async () => {
    for (const contract of api.contracts.filter(({ method, streams }) => method === 'GET' && streams !== 'events')) {
      const { text } = await send(api, contract, { ...(await sampleOf(contract, ours)), query: {} }, { key: ours.key })
      const theirsIds = [
        ...[theirs.board.id, theirs.dealId, theirs.contactId, theirs.agentId, theirs.workspace.adminId],
        ...[theirs.connectorId, theirs.schemaId, theirs.flowId],
      ]
      for (const id of [...theirsIds, theirs.workspace.id]) expect(text, nameOf(contract)).not.toContain(id)
    }
  })
})
