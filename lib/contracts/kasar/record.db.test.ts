import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Acting, actingWith } from '@/e2e/acting'
import type { RunningApi } from '@/e2e/api-client'
import { refusalIn, startContractApi } from '@/e2e/contract-api'
import { openWorkspace, type TestWorkspace } from '@/e2e/workspace'
import { sql } from '@/lib/db/client'
import { newId } from '@/lib/domain/id'

let api: RunningApi
let workspace: TestWorkspace
let kasar: Acting
let rex: Acting

beforeAll(async () => {
  api = await startContractApi()
  workspace = await openWorkspace()
  kasar = actingWith(api, await workspace.key('kasar'))
  rex = actingWith(api, await workspace.key('rex'))
})
afterAll(() => api.stop())

describe('records of an object', () => {
  it('are created, read, and updated field by field', async () => {
    const company = await kasar.record('companies', { name: 'Acme Corp', fields: { domain: 'acme.example' } })
    const made = await kasar.post('/records/contacts', {
      name: 'Alice Martin',
      company_id: company.id,
      owner_id: workspace.adminId,
      tags: ['vip'],
      external_id: 'crm-7',
      fields: { email: 'alice@acme.example', job_title: 'Head of IT' },
    })
    expect(made.status).toBe(201)
    expect(made.body.data).toMatchObject({
      object: 'contacts',
      name: 'Alice Martin',
      description: null,
      tags: ['vip'],
      owner_id: workspace.adminId,
      contact_id: null,
      company_id: company.id,
      value: null,
      currency: null,
      pipeline_id: null,
      pipeline_step_id: null,
      external_id: 'crm-7',
      fields: { email: 'alice@acme.example', job_title: 'Head of IT' },
      version: 1,
    })
    const { id } = made.body.data
    expect((await kasar.get(`/records/contacts/${id}`)).body).toEqual(made.body)

    const change = { name: 'Alice M.', company_id: null, fields: { job_title: null, phone: '+33 1' } }
    const updated = await kasar.put(`/records/contacts/${id}`, change)
    expect(updated.status).toBe(200)
    expect(updated.body.data).toMatchObject({
      name: 'Alice M.',
      company_id: null,
      tags: ['vip'],
      external_id: 'crm-7',
      fields: { email: 'alice@acme.example', phone: '+33 1' },
      version: 2,
    })
    expect(updated.body.data.fields).not.toHaveProperty('job_title')
    expect((await kasar.get(`/records/contacts/${id}`)).body).toEqual(updated.body)
  })

  it('keep arbitrary metadata, and give it back', async () => {
    const metadata = { source: { id: 7, tags: ['a', null] }, note: 'x' }
    const { id } = await kasar.record('companies', { metadata })
    expect((await kasar.get(`/records/companies/${id}`)).body.data.metadata).toEqual(metadata)
  })

  it('of an object with pipelines start on the step given', async () => {
    const board = await rex.board()
    const body = { name: 'Renewal', pipeline_step_id: board.stages[1].id, value: 125_000, currency: 'EUR' }
    const made = await kasar.post('/records/opportunities', body)
    expect(made.body.data).toMatchObject({
      ...body,
      pipeline_id: board.id,
      object: 'opportunities',
    })
    expect((await rex.get(`/deals/${made.body.data.id}`)).body.data.stage_id).toBe(board.stages[1].id)
  })

  it('cannot start on a step of another object, or on none that there is', async () => {
    const board = await rex.board()
    for (const [object, step] of [
      ['contacts', board.stages[0].id],
      ['candidates', board.stages[0].id],
      ['opportunities', newId()],
      ['contacts', newId()],
      ['opportunities', 'x'],
    ]) {
      const refused = refusalIn(await kasar.post(`/records/${object}`, { name: 'x', pipeline_step_id: step }), 'kasar')
      expect(refused).toMatchObject({ status: 400, code: 'VALIDATION_ERROR' })
      expect(refused.message).toContain("'pipeline_step_id'")
    }
  })

  it('meet the gate of the step they start on', async () => {
    const board = await rex.board()
    await rex.patch(`/pipelines/${board.id}/stages/${board.stages[0].id}`, { required_fields: ['amount', 'owner_id'] })
    const start = (more: object) =>
      kasar.post('/records/opportunities', { name: 'x', pipeline_step_id: board.stages[0].id, ...more })
    expect(refusalIn(await start({}), 'kasar').missingFields).toEqual(['amount', 'owner_id'])
    expect(refusalIn(await start({ value: 0 }), 'kasar').missingFields).toEqual(['owner_id'])
    expect((await start({ value: 0, owner_id: workspace.adminId })).status).toBe(201)
  })

  it('are missing under another object, malformed, unknown, or of an unknown object', async () => {
    const { id } = await kasar.record('contacts')
    const answers = [
      await kasar.get(`/records/companies/${id}`),
      await kasar.get(`/records/nothing/${id}`),
      await kasar.get(`/records/contacts/${newId()}`),
      await kasar.get('/records/contacts/x'),
      await kasar.put(`/records/companies/${id}`, { name: 'y' }),
      await kasar.put(`/records/contacts/${newId()}`, { company_id: newId() }),
      await kasar.post('/records/nothing', { name: 'y', company_id: newId() }),
      await kasar.get('/records/nothing'),
    ]
    for (const answer of answers) expect(refusalIn(answer, 'kasar').code).toBe('RECORD_NOT_FOUND')
    expect((await kasar.get(`/records/contacts/${id}`)).body.data.name).not.toBe('y')
  })

  it('refuse links that lead nowhere, naming the field', async () => {
    const contact = await kasar.record('contacts')
    const company = await kasar.record('companies')
    const wrong: [string, unknown][] = [
      ['contact_id', company.id],
      ['company_id', contact.id],
      ['contact_id', newId()],
      ['company_id', 'x'],
      ['owner_id', newId()],
      ['owner_id', contact.id],
    ]
    for (const [field, value] of wrong) {
      const refused = refusalIn(await kasar.put(`/records/contacts/${contact.id}`, { [field]: value }), 'kasar')
      expect(refused).toMatchObject({ status: 400, code: 'VALIDATION_ERROR' })
      expect(refused.message).toContain(`'${field}'`)
    }
  })

  it('refuse own fields that do not exist or do not fit, naming them', async () => {
    const wrong: [object, string][] = [
      [{ shoe_size: 43 }, 'fields.shoe_size'],
      [{ email: 'no address' }, 'fields.email'],
      [{ email: 7 }, 'fields.email'],
      [{ job_title: ['a'] }, 'fields.job_title'],
    ]
    for (const [fields, name] of wrong) {
      const refused = refusalIn(await kasar.post('/records/contacts', { name: 'x', fields }), 'kasar')
      expect(refused.message).toContain(`'${name}'`)
    }
    const moved = await kasar.post('/records/opportunities', { name: 'x', fields: { stage: newId() } })
    expect(refusalIn(moved, 'kasar').message).toContain("'fields.stage'")
  })

  it('keep an instant in UTC, and refuse one that no calendar has', async () => {
    const field = { name: 'seen_at', type: 'datetime', unique: true }
    expect((await kasar.post('/objects/contacts/fields', field)).status).toBe(201)
    const seen = (seen_at: string) => kasar.post('/records/contacts', { name: 'x', fields: { seen_at } })
    const made = await seen('2026-01-31T23:30+0545')
    expect(made.body.data.fields).toEqual({ seen_at: '2026-01-31T17:45:00.000Z' })
    expect((await seen('2026-01-31T17:45:00Z')).status).toBe(409)
    const again = { fields: { seen_at: '2026-02-01T00:00:00-00:30' } }
    expect((await kasar.put(`/records/contacts/${made.body.data.id}`, again)).body.data.fields).toEqual({
      seen_at: '2026-02-01T00:30:00.000Z',
    })
    for (const wrong of ['2026-02-30T00:00:00Z', '0000-01-01T00:00:00Z', '2026-01-01T00:00:00+24:00', '2026-01-01']) {
      expect(refusalIn(await seen(wrong), 'kasar').message).toContain("'fields.seen_at'")
    }
  })

  it('have an external id once an object', async () => {
    const external_id = newId()
    await kasar.record('companies', { external_id })
    const again = await kasar.post('/records/companies', { name: 'x', external_id })
    expect(refusalIn(again, 'kasar')).toMatchObject({ status: 409, code: 'CONFLICT' })
    expect((await kasar.post('/records/contacts', { name: 'x', external_id })).status).toBe(201)
    const other = await kasar.record('companies')
    expect((await kasar.put(`/records/companies/${other.id}`, { external_id })).status).toBe(409)
  })
})

describe('List records', () => {
  it('walks everything exactly once, newest first, while more are added', async () => {
    const own = await openWorkspace()
    const key = await own.key('kasar')
    const acting = actingWith(api, key)
    const ids: string[] = []
    for (let at = 0; at < 23; at++) ids.push((await acting.record('companies', { name: `Company ${at}` })).id)
    await acting.record('contacts')
    const walked: string[] = []
    let cursor = ''
    do {
      const page = await acting.get(`/records/companies?limit=5${cursor}`)
      walked.push(...page.body.data.map((each: { id: string }) => each.id))
      cursor = page.body.nextCursor && `&cursor=${page.body.nextCursor}`
      await acting.record('companies', { name: 'Late' })
    } while (cursor)
    expect(walked).toEqual(ids.reverse())
    const empty = await acting.get('/records/candidates')
    expect(empty.body).toEqual({ data: [], total: 0, nextCursor: null, nextSince: null })
  })

  it('holds 20 unless told, and 1 to 100', async () => {
    await Promise.all(Array.from({ length: 101 }, (_, at) => kasar.record('candidates', { name: `Candidate ${at}` })))
    const page = async (query: string) => (await kasar.get(`/records/candidates${query}`)).body
    expect((await page('')).data).toHaveLength(20)
    expect((await page('?limit=1')).data).toHaveLength(1)
    const most = await page('?limit=100')
    expect(most.data).toHaveLength(100)
    expect((await page(`?limit=100&cursor=${most.nextCursor}`)).data).toHaveLength(1)
    for (const limit of ['0', '101', '-1', '1.5', 'x', '', '1e1']) {
      const refused = refusalIn(await kasar.get(`/records/candidates?limit=${limit}`), 'kasar')
      expect(refused).toMatchObject({ status: 400, code: 'VALIDATION_ERROR' })
      expect(refused.message).toContain("'limit'")
    }
  })

  it('refuses a cursor that it has not given', async () => {
    const cursor = (await kasar.get('/records/candidates?limit=1')).body.nextCursor
    const tampered = [`${cursor}x`, cursor.slice(0, -1), '', 'x', `${cursor.slice(0, 4)}A${cursor.slice(5)}`]
    for (const each of tampered) {
      const refused = refusalIn(await kasar.get(`/records/candidates?cursor=${each}`), 'kasar')
      expect(refused.message).toContain("'cursor'")
    }
  })

  it('filters by owner, external id and the time of the last change', async () => {
    const member = await workspace.member('editor')
    const theirs = await kasar.record('companies', { owner_id: member.id, external_id: 'ext-1' })
    const list = async (query: string) =>
      (await kasar.get(`/records/companies?${query}`)).body.data.map((each: { id: string }) => each.id)
    expect(await list(`owner_id=${member.id}`)).toEqual([theirs.id])
    expect(await list('external_id=ext-1')).toEqual([theirs.id])
    expect(await list('external_id=none')).toEqual([])
    expect(await list(`owner_id=${newId()}`)).toEqual([])
    expect(await list(`owner_id=${member.id}&updated_since=${theirs.updated_at}`)).toEqual([theirs.id])
    const offset = encodeURIComponent('2099-01-01T00:00:00+02:00')
    expect(await list(`updated_since=${offset}`)).toEqual([])
    expect(await list('updated_since=2099-01-01')).toEqual([])
    for (const [query, name] of [
      ['owner_id=x', 'owner_id'],
      ['updated_since=yesterday', 'updated_since'],
      ['updated_since=2026-02-30', 'updated_since'],
      ['own_id=1', 'own_id'],
      ['external_id=a&external_id=b', 'external_id'],
    ]) {
      expect(refusalIn(await kasar.get(`/records/companies?${query}`), 'kasar').message).toContain(`'${name}'`)
    }
  })
})

describe('List users', () => {
  it('gives the active members, page by page', async () => {
    const own = await openWorkspace()
    const acting = actingWith(api, await own.key('kasar'))
    const editor = await own.member('editor')
    const viewer = await own.member('viewer')
    const users = (await acting.get('/users')).body
    expect(users.data).toMatchObject([
      { id: own.adminId, name: 'Ada Admin', email: own.adminEmail, role: 'admin' },
      { id: editor.id, email: editor.email, role: 'editor' },
      { id: viewer.id, email: viewer.email, role: 'viewer' },
    ])
    expect(users.nextCursor).toBeNull()
    expect(JSON.stringify(users)).not.toMatch(/password|hash|epoch/i)
    const first = (await acting.get('/users?limit=2')).body
    const second = (await acting.get(`/users?limit=2&cursor=${first.nextCursor}`)).body
    expect([...first.data, ...second.data]).toEqual(users.data)
    await sql('UPDATE "Member" SET "deactivatedAt" = now() WHERE "workspaceId" = $1 AND "userId" = $2', [
      own.id,
      editor.id,
    ])
    const left = (await acting.get('/users')).body.data.map((user: { id: string }) => user.id)
    expect(left).toEqual([own.adminId, viewer.id])
    expect((await acting.get('/users?limit=0')).status).toBe(400)
    expect((await acting.get('/users?limit=101')).status).toBe(400)
  })
})
