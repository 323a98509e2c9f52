import fs from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Acting, actingWith } from '@/e2e/acting'
import type { Answer, RunningApi } from '@/e2e/api-client'
import { auditCards } from '@/e2e/audit'
import { refusalIn, startContractApi } from '@/e2e/contract-api'
import { interleave } from '@/e2e/interleave'
import { installation, openWorkspace, type TestWorkspace } from '@/e2e/workspace'
import { sql } from '@/lib/db/client'
import { newId } from '@/lib/domain/id'
import { trashRecord } from '@/lib/domain/record/trash'
import { updateRecord } from '@/lib/domain/record/update'
import { upsertRecord } from '@/lib/domain/record/upsert'

let api: RunningApi
let workspace: TestWorkspace
let kasar: Acting
let rex: Acting

beforeAll(async () => {
  api = await startContractApi()
})
afterAll(() => api.stop())

beforeEach(async () => {
  workspace = await openWorkspace()
  kasar = actingWith(api, await workspace.key('kasar'))
  rex = actingWith(api, await workspace.key('rex'))
})

const contact = (body: object) => kasar.put('/records/contacts', body)
const total = async (query = '', object = 'contacts') => (await kasar.get(`/records/${object}?${query}`)).body.total
const verbs = async (id: string) =>
  (
    await sql<{ verb: string }>(
      `SELECT e.verb FROM "Event" e JOIN "Change" c ON c."workspaceId" = e."workspaceId" AND c."eventId" = e.id
       WHERE c."workspaceId" = $1 AND c."subjectId" = $2 ORDER BY c.id`,
      [workspace.id, id],
    )
  ).map(({ verb }) => verb)
const unique = (type = 'text', object = 'contacts') =>
  kasar.post(`/objects/${object}/fields`, { name: 'code', type, unique: true })
const conflicting = (answer: Answer) => {
  const refused = refusalIn(answer, 'kasar')
  expect(refused).toMatchObject({ status: 409, code: 'CONFLICT' })
  return refused.message
}

describe('PUT /records/{object}', () => {
  it('makes a record the first time, and changes what is sent from then on', async () => {
    const made = await contact({ external_id: 'crm-1', name: 'Alice', source: 'fair', tags: ['a'] })
    expect(made.status).toBe(201)
    expect(made.body).toMatchObject({
      action: 'created',
      data: { external_id: 'crm-1', name: 'Alice', source: 'fair', version: 1 },
    })
    const { id } = made.body.data
    const again = await contact({ external_id: 'crm-1', name: 'Alice M.', fields: { job_title: 'CEO' } })
    expect(again.status).toBe(200)
    expect(again.body).toMatchObject({
      action: 'updated',
      data: { id, name: 'Alice M.', source: 'fair', tags: ['a'], fields: { job_title: 'CEO' }, version: 2 },
    })
    expect((await contact({ external_id: 'crm-1', name: 'Alice M.' })).body.data.version).toBe(2)
    expect(await verbs(id)).toEqual(['record.create', 'record.update'])
    expect(await total()).toBe(1)
  })

  it('needs a name for a new record only', async () => {
    expect(refusalIn(await contact({ external_id: 'crm-1' }), 'kasar').message).toBe(
      "Field 'name' is required for a new record",
    )
    await contact({ external_id: 'crm-1', name: 'Alice' })
    expect((await contact({ external_id: 'crm-1' })).status).toBe(200)
  })

  it('needs something to know the record by', async () => {
    for (const body of [{ name: 'x' }, { name: 'x', external_id: null }]) {
      expect(refusalIn(await contact(body), 'kasar').message).toContain("'external_id'")
    }
    for (const match_on of ['email', 'name', 'shoe_size', '']) {
      const refused = refusalIn(await contact({ name: 'x', match_on, fields: { email: 'a@b.c' } }), 'kasar')
      expect(refused).toMatchObject({ status: 400 })
      expect(refused.message).toContain("'match_on'")
    }
    await unique()
    for (const fields of [undefined, {}, { code: null }, { code: '' }]) {
      const refused = refusalIn(await contact({ name: 'x', match_on: 'code', fields }), 'kasar')
      expect(refused.message).toContain("'fields.code'")
    }
    expect((await kasar.put('/records/nothing', { name: 'x', external_id: 'a' })).status).toBe(404)
  })

  it('matches on a unique field of the object, as it is kept', async () => {
    await unique('datetime')
    const seen = (code: string, more: object = {}) =>
      contact({ name: 'x', match_on: 'code', fields: { code }, ...more })
    const { body } = await seen('2026-01-01T00:00:00Z')
    expect(body.action).toBe('created')
    const same = await seen('2026-01-01T02:00:00+02:00', { external_id: 'crm-9' })
    expect(same.body).toMatchObject({ action: 'updated', data: { id: body.data.id, external_id: 'crm-9' } })
    expect((await seen('2026-01-01T02:00:00Z')).body.action).toBe('created')
    // The external id is written here, not looked for.
    expect(conflicting(await seen('2026-01-01T02:00:00Z', { external_id: 'crm-9' }))).toContain('external_id')
    expect(refusalIn(await seen('soon'), 'kasar').message).toContain("'fields.code'")
  })

  it('refuses a value that another record has, of a field that is not matched on', async () => {
    await unique()
    await kasar.record('contacts', { fields: { code: 'a' } })
    expect(conflicting(await contact({ name: 'x', external_id: 'crm-1', fields: { code: 'a' } }))).toContain('Code')
  })

  it('knows records of one object from those of another', async () => {
    await kasar.record('companies', { external_id: 'crm-1' })
    expect((await contact({ name: 'x', external_id: 'crm-1' })).status).toBe(201)
  })

  it('puts a record on a step, moves it, and leaves it where it is', async () => {
    const board = await rex.board()
    const [a, b] = board.stages.map((stage: { id: string }) => stage.id)
    const deal = (more: object) => kasar.put('/records/opportunities', { external_id: 'o-1', name: 'Deal', ...more })
    expect((await deal({ pipeline_step_id: a })).body.data.pipeline_step_id).toBe(a)
    await rex.deal(board, board.stages[0])
    const { id } = (await deal({ value: 5 })).body.data
    expect((await deal({ pipeline_step_id: a })).body.data).toMatchObject({ pipeline_step_id: a, version: 2 })
    expect((await deal({ pipeline_step_id: b })).body.data).toMatchObject({ id, pipeline_step_id: b, value: 5 })
    expect(await verbs(id)).toEqual(['record.create', 'record.update', 'record.move'])
    await rex.patch(`/pipelines/${board.id}/stages/${a}`, { required_fields: ['owner_id'] })
    expect(refusalIn(await deal({ pipeline_step_id: a }), 'kasar').missingFields).toEqual(['owner_id'])
    expect(await auditCards(workspace.id)).toEqual([])
  })

  it('makes a new record where the one that had the external id is in the trash', async () => {
    const first = (await contact({ external_id: 'crm-1', name: 'Alice' })).body.data
    await kasar.delete(`/records/contacts/${first.id}`)
    const second = await contact({ external_id: 'crm-1', name: 'Alice' })
    expect(second.status).toBe(201)
    expect(second.body.data.id).not.toBe(first.id)
  })

  it('makes a new record where one that an earlier version trashed had kept its unique value', async () => {
    await unique()
    const match = { match_on: 'code', fields: { code: 'a' } }
    const first = (await contact({ name: 'Alice', ...match })).body.data
    const other = (await contact({ name: 'Bob', match_on: 'code', fields: { code: 'b' } })).body.data
    await sql('UPDATE "CrmRecord" SET "trashedAt" = now(), rank = NULL WHERE "workspaceId" = $1 AND id = $2', [
      ...[workspace.id, first.id],
    ])
    const migration = path.resolve('prisma/migrations/20261122061100_free_trashed_values/migration.sql')
    await sql(fs.readFileSync(migration, 'utf8'), [])
    const second = await contact({ name: 'Alice', ...match })
    expect(second.status, second.text).toBe(201)
    expect(second.body.action).toBe('created')
    expect(second.body.data.id).not.toBe(first.id)
    const same = await contact({ match_on: 'code', fields: { code: 'b' } })
    expect(same.body).toMatchObject({ action: 'updated', data: { id: other.id } })
  })

  it('says so where the record stands on a board in the trash', async () => {
    await unique('text', 'opportunities')
    const board = await rex.board()
    await rex.deal(board, board.stages[0], { external_id: 'o-1', fields: { code: 'a' } })
    await rex.delete(`/pipelines/${board.id}`)
    for (const match of [{ external_id: 'o-1' }, { match_on: 'code', fields: { code: 'a' } }]) {
      expect(conflicting(await kasar.put('/records/opportunities', { name: 'x', ...match }))).toContain('trash')
    }
  })

  it('sent a hundred times at once makes one record', async () => {
    await unique()
    for (const [match, query] of [
      [{ external_id: 'crm-1' }, 'external_id=crm-1'],
      [
        { match_on: 'code', fields: { code: 'a' } },
        `filters=${JSON.stringify({ type: 'AND', conditions: [{ field: 'code', operator: 'equals', value: 'a' }] })}`,
      ],
    ] as const) {
      const answers = await Promise.all(
        Array.from({ length: 100 }, (_, at) => contact({ ...match, name: `Alice ${at}`, value: at })),
      )
      const made = answers.filter(({ status }) => status === 201)
      expect(made).toHaveLength(1)
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(99)
      expect(new Set(answers.map(({ body }) => body.data.id)).size).toBe(1)
      expect(await total(query)).toBe(1)
      const { version } = (await kasar.get(`/records/contacts/${made[0]?.body.data.id}`)).body.data
      expect(version).toBe(100)
    }
  })

  it('begins again where its record goes to the trash, or gets another external id, before its turn', async () => {
    const caller = { workspaceId: workspace.id, actor: installation, requestId: null }
    for (const leave of ['trash', 'rename'] as const) {
      const externalId = `crm-${leave}`
      const { id } = await kasar.record('contacts', { external_id: externalId })
      const { second, waited } = await interleave(
        caller,
        async (tx): Promise<unknown> =>
          leave === 'trash' ? trashRecord(tx, id) : updateRecord(tx, id, { values: { externalId: newId() } }),
        (tx) => upsertRecord(tx, { object: 'contacts', values: { title: 'Alice', externalId } }),
      )
      expect(waited).toBe(true)
      expect(second).toMatchObject({ status: 'fulfilled', value: { made: true } })
    }
  })
})

describe('DELETE and restore', () => {
  it('take a record to the trash and back, with all that it had', async () => {
    await unique()
    const body = { external_id: 'crm-1', tags: ['vip'], fields: { code: 'a' } }
    const before = await kasar.record('contacts', body)
    const path = `/records/contacts/${before.id}`
    const gone = await kasar.delete(path)
    expect([gone.status, gone.text]).toEqual([204, ''])
    expect((await kasar.get(path)).status).toBe(404)
    expect((await kasar.delete(path)).status).toBe(404)
    expect((await kasar.put(path, { name: 'x' })).status).toBe(404)
    expect(await total()).toBe(0)
    const back = await kasar.post(`${path}/restore`, {})
    expect(back.status).toBe(200)
    expect(back.body.data).toEqual({ ...before, version: 3, updated_at: expect.any(String) })
    expect((await kasar.get(path)).body).toEqual(back.body)
    expect(await verbs(before.id)).toEqual(['record.create', 'record.trash', 'record.restore'])
    expect(conflicting(await contact({ name: 'x', external_id: 'other', fields: { code: 'a' } }))).toContain('Code')
  })

  it('take a card from its step and back to the end of it', async () => {
    const board = await rex.board()
    const [one] = [await rex.deal(board, board.stages[0]), await rex.deal(board, board.stages[0])]
    await kasar.delete(`/records/opportunities/${one.id}`)
    const path = `/records/opportunities/${one.id}/restore`
    expect((await kasar.post(path, {})).body.data.pipeline_step_id).toBe(board.stages[0].id)
    const cards = await rex.get(`/pipelines/${board.id}/board`)
    expect(cards.body.data.columns[0].cards.map((card: { id: string }) => card.id).at(-1)).toBe(one.id)
    expect((await kasar.post(path, {})).status).toBe(404)
    expect(await auditCards(workspace.id)).toEqual([])
  })

  it('take an archived card back to the archive, and one whose step was removed to where its kind went', async () => {
    const board = await rex.board()
    const clarky = actingWith(api, await workspace.key('clarky'))
    const [archived, other] = [await rex.deal(board, board.stages[0]), await rex.deal(board, board.stages[0])]
    await clarky.patch(`/pipeline-cards/${archived.id}`, { archived_at: '2026-01-01T00:00:00Z' })
    for (const { id } of [archived, other]) await kasar.delete(`/records/opportunities/${id}`)
    await rex.delete(`/pipelines/${board.id}/stages/${board.stages[0].id}`)
    for (const { id } of [archived, other]) {
      const { status, body } = await kasar.post(`/records/opportunities/${id}/restore`, {})
      expect(status).toBe(200)
      expect(body.data.pipeline_step_id).toBe(board.stages[1].id)
    }
    expect((await clarky.get(`/pipeline-cards/${archived.id}`)).body.archived_at).not.toBeNull()
    expect(await auditCards(workspace.id)).toEqual([])
  })

  it('refuses to restore what collides with another by now, naming the field, and a card of a trashed board', async () => {
    await unique()
    const twice = { external_id: 'crm-1', fields: { code: 'a' } }
    const { id } = await kasar.record('contacts', twice)
    await kasar.delete(`/records/contacts/${id}`)
    const restore = () => kasar.post(`/records/contacts/${id}/restore`, {})
    const other = await kasar.record('contacts', twice)
    expect(conflicting(await restore())).toContain('external_id')
    await kasar.put(`/records/contacts/${other.id}`, { external_id: null })
    expect(conflicting(await restore())).toContain('Code')
    await kasar.put(`/records/contacts/${other.id}`, { fields: { code: null } })
    expect((await restore()).status).toBe(200)

    const board = await rex.board()
    const deal = await rex.deal(board, board.stages[0])
    await kasar.delete(`/records/opportunities/${deal.id}`)
    await rex.delete(`/pipelines/${board.id}`)
    expect(conflicting(await kasar.post(`/records/opportunities/${deal.id}/restore`, {}))).toContain('pipeline')
  })

  it('know nothing of a record that is in no trash, of another object, or that nobody has', async () => {
    const { id } = await kasar.record('contacts')
    const trashed = await kasar.record('contacts')
    await kasar.delete(`/records/contacts/${trashed.id}`)
    const targets = [
      `contacts/${id}`,
      `companies/${trashed.id}`,
      `contacts/${newId()}`,
      'contacts/x',
      `nothing/${trashed.id}`,
    ]
    for (const target of targets) expect((await kasar.post(`/records/${target}/restore`, {})).status, target).toBe(404)
    expect((await kasar.delete(`/records/companies/${id}`)).status).toBe(404)
  })
})
