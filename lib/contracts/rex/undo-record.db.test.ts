import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Acting, actingWith } from '@/e2e/acting'
import type { Answer, RunningApi } from '@/e2e/api-client'
import { refusalIn, startContractApi } from '@/e2e/contract-api'
import { footprintOf } from '@/e2e/footprint'
import { textsOf } from '@/e2e/statements'
import { openWorkspace, type TestWorkspace } from '@/e2e/workspace'
import { sql } from '@/lib/db/client'
import { openTransaction, type Tx } from '@/lib/db/transaction'
import { undo } from '@/lib/domain/event/undo'
import { rowFrom } from '@/lib/domain/flow/row'
import { newId } from '@/lib/domain/id'
import { importRows } from '@/lib/domain/record/import'

let api: RunningApi
let workspace: TestWorkspace
let ada: Acting
let theirs: Acting

beforeAll(async () => {
  api = await startContractApi()
  workspace = await openWorkspace()
  ada = actingWith(api, await workspace.key('rex'))
  const { email } = await workspace.member('editor')
  theirs = actingWith(api, await workspace.key('rex', { email }))
  for (const field of [
    { name: 'code', type: 'text', unique: true },
    { name: 'size', type: 'select', options: ['S', 'M'] },
  ]) {
    expect((await ada.post('/objects/opportunities/fields', field)).status).toBe(201)
  }
})
afterAll(() => api.stop())

const eventIdOf = (answer: Answer): string => {
  expect(answer.status, answer.text).toBeLessThan(300)
  return answer.headers.get('x-event-id') ?? ''
}
const undone = async (answer: Answer, by = ada): Promise<Answer> => {
  const reply = await by.post(`/events/${eventIdOf(answer)}/undo`, {})
  expect(reply.status, reply.text).toBe(200)
  return reply
}
const refused = async (answer: Answer, by = ada) => {
  const before = await footprintOf(workspace.id)
  const reply = await by.post(`/events/${eventIdOf(answer)}/undo`, {})
  expect(await footprintOf(workspace.id)).toEqual(before)
  return refusalIn(reply, 'rex')
}
const within = <T>(work: (tx: Tx) => Promise<T>) =>
  openTransaction(
    { workspaceId: workspace.id, actor: { userId: workspace.adminId, apiKeyId: null, door: 'api' }, requestId: null },
    work,
  )

/** All that is stored of a record but what every change of it changes. */
async function stored(id: string): Promise<object | undefined> {
  const [row] = await sql<{ record: object }>(
    `SELECT to_jsonb(r) - 'version' - 'updatedAt' - 'lastActivityAt' || jsonb_build_object('keys', array(
       SELECT k.value FROM "RecordKey" k WHERE k."workspaceId" = r."workspaceId" AND k."recordId" = r.id ORDER BY 1)) AS record
     FROM "CrmRecord" r WHERE "workspaceId" = $1 AND id = $2`,
    [workspace.id, id],
  )
  return row?.record
}

/** A deal in the middle of a stage, with something in every column that a caller may write. */
async function whole() {
  const board = await ada.board({ name: `Board ${newId()}` })
  const [before, between] = [await ada.deal(board, board.stages[0]), await ada.deal(board, board.stages[0])]
  const person = await ada.record('contacts')
  const deal = await ada.deal(board, board.stages[0], {
    ...{ name: 'Deal', description: 'Old', tags: ['a', '"b"'], value: 5000, currency: 'EUR', source: 'fair' },
    ...{ contact_id: person.id, owner_id: workspace.adminId, expected_close: '2026-12-24', external_id: newId() },
    ...{ metadata: { deep: { n: 1 } }, fields: { code: newId(), size: 'S' } },
  })
  await ada.post(`/deals/${deal.id}/stage`, { stage_id: board.stages[0].id, after_id: before.id })
  return { board, id: deal.id as string, deal, before, between }
}
type Whole = Awaited<ReturnType<typeof whole>>

describe('what was done with a record', () => {
  const acts: [string, (it: Whole) => Promise<Answer>][] = [
    [
      'an update of every field',
      async ({ id }) =>
        ada.patch(`/deals/${id}`, {
          ...{ name: 'New', description: null, tags: [], value: 1, currency: 'USD', source: null, contact_id: null },
          ...{ owner_id: null, expected_close: null, external_id: newId(), metadata: {} },
          fields: { code: newId(), size: null },
        }),
    ],
    ['a move', ({ id, board }) => theirs.post(`/deals/${id}/stage`, { stage_id: board.stages[2].id, order_index: 0 })],
    [
      'a place further down',
      ({ id, board, between }) =>
        ada.post(`/deals/${id}/stage`, { stage_id: board.stages[0].id, after_id: between.id }),
    ],
    [
      'a move that fills fields',
      ({ id, board }) =>
        ada.post(`/deals/${id}/stage`, { stage_id: board.stages[3].id, fields: { size: 'M' }, lost_reason: 'price' }),
    ],
    ['its archiving', ({ id }) => ada.patch(`/pipeline-cards/${id}`, { archived_at: '2026-01-02T03:04:05.678Z' })],
    ['its deletion', ({ id }) => theirs.delete(`/deals/${id}`)],
  ]

  it.each(acts)('is undone, and done again by undoing that: %s', async (_, act) => {
    const made = await whole()
    const before = await stored(made.id)
    const done = await act(made)
    const after = await stored(made.id)
    expect(after).not.toEqual(before)
    const first = await undone(done)
    expect(first.body.data.undone).toBe(1)
    expect(await stored(made.id)).toEqual(before)
    const second = await undone(first, theirs)
    expect({ ...(await stored(made.id)), trashedAt: null }).toEqual({ ...after, trashedAt: null })
    await undone(second)
    expect(await stored(made.id)).toEqual(before)
  })

  it('is undone also when it was taken out of the archive, or of the trash', async () => {
    const { id } = await whole()
    await ada.patch(`/pipeline-cards/${id}`, { archived_at: '2026-01-02T03:04:05.678Z' })
    const archived = await stored(id)
    await undone(await ada.patch(`/pipeline-cards/${id}`, { archived_at: null }))
    expect(await stored(id)).toEqual(archived)
    await ada.delete(`/deals/${id}`)
    const restored = await ada.post(`/records/opportunities/${id}/restore`, {})
    await undone(restored)
    expect((await ada.get(`/deals/${id}`)).status).toBe(404)
    expect(await stored(id)).toMatchObject({ keys: [], rank: null })
  })

  it('is undone when it was made: it is in the trash, and what was its alone is free', async () => {
    const board = await ada.board()
    const fields = { code: newId() }
    const external_id = newId()
    const body = { name: 'Deal', pipeline_id: board.id, stage_id: board.stages[0].id, fields, external_id }
    const created = await ada.post('/deals', body)
    const { id } = created.body.data
    const before = await stored(id)
    const gone = await undone(created)
    expect((await ada.get(`/deals/${id}`)).status).toBe(404)
    await undone(gone)
    expect(await stored(id)).toEqual(before)
    const again = await undone(await ada.delete(`/deals/${id}`))
    await undone(again)
    const other = await ada.post('/deals', { ...body, external_id: null })
    expect(other.status).toBe(201)
    const deleted = (await ada.get(`/events?type=deal.restored&limit=200`)).body.data.at(-1)
    expect(deleted).toBeDefined()
  })

  it('comes to the end of its stage where others stand at its former place', async () => {
    const { id, board } = await whole()
    const [{ rank }] = (await sql<{ rank: string }>('SELECT rank FROM "CrmRecord" WHERE id = $1', [id])) as [
      { rank: string },
    ]
    const moved = await ada.post(`/deals/${id}/stage`, { stage_id: board.stages[1].id })
    const other = await ada.deal(board, board.stages[0])
    await sql('UPDATE "CrmRecord" SET rank = $2 WHERE id = $1', [other.id, rank])
    await undone(moved)
    const { data } = (await ada.get(`/pipelines/${board.id}/deals?stage_id=${board.stages[0].id}`)).body
    expect(data.map((each: { id: string }) => each.id)).toContain(id)
    expect(new Set(data.map((each: { id: string }) => each.id)).size).toBe(4)
  })

  it('leaves out a field that the object has no more', async () => {
    const field = { name: 'color', type: 'text' }
    await ada.post('/objects/opportunities/fields', field)
    const { id } = await whole()
    await ada.patch(`/deals/${id}`, { fields: { color: 'red' } })
    const updated = await ada.patch(`/deals/${id}`, { name: 'x', fields: { color: null } })
    expect((await ada.delete('/objects/opportunities/fields/color')).status).toBe(204)
    await undone(updated)
    const { data } = (await ada.get(`/deals/${id}`)).body
    expect([data.name, Object.keys(data.fields)]).toEqual(['Deal', expect.not.arrayContaining(['color'])])
  })
})

describe('many at once', () => {
  it('done in bulk are undone whole', async () => {
    const board = await ada.board()
    const kept = await ada.deal(board, board.stages[0])
    const before = await stored(kept.id)
    const bulk = await ada.post('/pipeline-cards/bulk', {
      items: [
        { op: 'move', id: kept.id, pipeline_stage_id: board.stages[1].id },
        { op: 'update', id: kept.id, title: 'Other' },
        { op: 'create', pipeline_stage_id: board.stages[0].id, title: 'New' },
        { op: 'archive', id: kept.id },
      ],
    })
    const made = bulk.body.data.map(({ data }: Answer['body']) => data?.id).find((id: string) => id && id !== kept.id)
    const reply = await undone(bulk)
    expect(reply.body.data.undone).toBe(2)
    expect(await stored(kept.id)).toEqual(before)
    if (made) expect((await ada.get(`/deals/${made}`)).status).toBe(404)
  })

  it('imported are undone in statements whose number does not grow with them', async () => {
    const board = await ada.board({ name: `Board ${newId()}` })
    const imported = (count: number, stage: string, prefix: string) =>
      within(async (tx) => {
        const rows = Array.from({ length: count }, (_, at) =>
          rowFrom({
            ...{ external_id: `${prefix}${at}`, name: `Deal ${at}`, code: `${prefix}-${at}`, size: 'S' },
            ...{ pipeline: board.name, stage },
          }),
        )
        await importRows(tx, { object: 'opportunities', mode: 'upsert', keys: ['external_id'] }, rows)
        return tx.events[0] ?? ''
      })
    const statements = async (count: number) => {
      const prefix = newId()
      await imported(count, 'A', prefix)
      const ids = await sql<{ id: string }>(
        `SELECT id FROM "CrmRecord" WHERE "workspaceId" = $1 AND "externalId" LIKE $2 || '%' ORDER BY id`,
        [workspace.id, prefix],
      )
      const before = await Promise.all(ids.slice(0, 5).map(({ id }) => stored(id)))
      const moved = await imported(count, 'Won', prefix)
      let undoneRows = 0
      const sent = await textsOf(async () => {
        undoneRows = (await within((tx) => undo(tx, moved, { private: false }))).undone
      })
      expect([undoneRows, ids.length]).toEqual([count, count])
      expect(await Promise.all(ids.slice(0, 5).map(({ id }) => stored(id)))).toEqual(before)
      return sent.length
    }
    const few = await statements(10)
    expect(await statements(300)).toBeLessThan(few + 5)
    expect(few).toBeLessThan(30)
  })

  it('imported are gone again when that is undone, and those that were there are as they were', async () => {
    const external_id = newId()
    const known = await ada.record('companies', { name: 'Old', external_id })
    const before = await stored(known.id)
    const event = await within(async (tx) => {
      const rows = [rowFrom({ external_id, name: 'New' }), rowFrom({ external_id: `${external_id}+`, name: 'Another' })]
      await importRows(tx, { object: 'companies', mode: 'upsert', keys: ['external_id'] }, rows)
      return tx.events[0] ?? ''
    })
    const reply = await ada.post(`/events/${event}/undo`, {})
    expect(reply.body.data.undone).toBe(2)
    expect(await stored(known.id)).toEqual(before)
    const { data } = (await ada.get(`/records/companies?external_id=${external_id}%2B`)).body
    expect(data).toEqual([])
  })
})

describe('undoing a record is refused', () => {
  it('when somebody changed it since, saying who and what', async () => {
    const { id, board } = await whole()
    const moved = await ada.post(`/deals/${id}/stage`, { stage_id: board.stages[1].id })
    await theirs.patch(`/deals/${id}`, { value: 7 })
    const { message, status } = await refused(moved)
    expect([status, message]).toEqual([
      409,
      expect.stringMatching(/^The editor changed 'value' at \S+Z: this can no longer be undone$/),
    ])
  })

  it('when its stage or board is gone', async () => {
    const { id, board } = await whole()
    const moved = await ada.post(`/deals/${id}/stage`, { stage_id: board.stages[1].id })
    await ada.delete(`/pipelines/${board.id}/stages/${board.stages[0].id}?move_to=${board.stages[2].id}`)
    expect(await refused(moved)).toMatchObject({
      status: 409,
      message: 'The stage or its pipeline is gone: this can no longer be undone',
    })
  })

  it('when others hold by now what was its alone', async () => {
    const { id, deal } = await whole()
    const updated = await ada.patch(`/deals/${id}`, { fields: { code: newId() } })
    const { board } = await whole()
    await ada.deal(board, board.stages[0], { fields: { code: deal.fields.code } })
    expect(await refused(updated)).toMatchObject({ status: 409, message: expect.stringContaining('already has this') })
    const freed = await ada.patch(`/deals/${id}`, { external_id: null })
    await ada.deal(board, board.stages[0], { external_id: deal.external_id })
    expect(await refused(freed)).toMatchObject({ status: 409, message: expect.stringContaining('external_id') })
  })
})
