import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Acting, actingWith } from '@/e2e/acting'
import type { RunningApi } from '@/e2e/api-client'
import { refusalIn, startContractApi } from '@/e2e/contract-api'
import { openWorkspace, type TestWorkspace } from '@/e2e/workspace'
import { openTransaction } from '@/lib/db/transaction'
import { importRows } from '@/lib/domain/record/import'

let api: RunningApi
let workspace: TestWorkspace
let acting: Acting

beforeAll(async () => {
  api = await startContractApi()
  workspace = await openWorkspace()
  acting = actingWith(api, await workspace.key('kasar'))
})
afterAll(() => api.stop())

async function fileAt(target: string): Promise<Record<string, string>[]> {
  const answer = await acting.get(target)
  expect(answer.status, answer.text).toBe(200)
  return parse(answer.text, { columns: true, bom: true })
}

const filters = (field: string, operator: string, value: unknown) =>
  `filters=${encodeURIComponent(JSON.stringify({ type: 'AND', conditions: [{ field, operator, value }] }))}`

describe('an export of records', () => {
  it('holds what people need of each, and no formula', async () => {
    const company = await acting.record('companies', { name: 'Acme, "Inc."' })
    await acting.record('contacts', {
      name: '=HYPERLINK("http://evil.example")',
      company_id: company.id,
      owner_id: workspace.adminId,
      tags: ['vip', 'fair'],
      value: 125_050,
      currency: 'EUR',
      external_id: 'crm-1',
      fields: { email: 'alma@acme.example', phone: '+49 30 1234' },
    })
    const [row] = await fileAt(`/records/contacts/export?external_id=crm-1`)
    expect(row).toMatchObject({
      name: `'=HYPERLINK("http://evil.example")`,
      company_id: company.id,
      company_name: 'Acme, "Inc."',
      owner: workspace.adminEmail,
      tags: 'vip; fair',
      amount: '1250.50',
      currency: 'EUR',
      email: 'alma@acme.example',
      phone: "'+49 30 1234",
    })
  })

  it('goes through more than a page in the order asked for, by the filters and words of the list', async () => {
    const rows = Array.from({ length: 1203 }, (_, at) => ({ name: `Person ${String(at).padStart(4, '0')}` }))
    const actor = { userId: workspace.adminId, apiKeyId: null, door: 'job' } as const
    await openTransaction({ workspaceId: workspace.id, actor, requestId: null }, (tx) =>
      importRows(tx, { object: 'contacts', mode: 'append', keys: [] }, rows),
    )
    const all = await fileAt('/records/contacts/export?search=person&sort_by=name&sort_dir=desc')
    expect(all.map(({ name }) => name)).toEqual(rows.map(({ name }) => name).reverse())
    const some = await fileAt(`/records/contacts/export?${filters('name', 'contains', 'Person 000')}&sort_by=name`)
    expect(some).toHaveLength(10)
    expect(await fileAt('/records/contacts/export?external_id=nobody')).toEqual([])
  })

  it('refuses before it begins what the list refuses, in the contract’s words', async () => {
    const wrong = await acting.get(`/records/contacts/export?${filters('nonsense', 'equals', 1)}`)
    expect(refusalIn(wrong, 'kasar')).toMatchObject({ status: 400, code: 'VALIDATION_ERROR' })
    expect(refusalIn(await acting.get('/records/contacts/export?limit=5'), 'kasar').message).toContain("'limit'")
    expect((await acting.get('/records/nothing/export')).status).toBe(404)
  })

  it('takes the workspace and the zone from a link, as a browser cannot send headers with one', async () => {
    const wrong = await acting.get('/records/contacts/export?workspace=other&timezone=Mars/Base')
    expect(refusalIn(wrong, 'kasar').message).toContain('time zone')
    const zoned = (zone: string) =>
      fileAt(`/records/companies/export?timezone=${zone}&${filters('created_at', 'date_after', '2026-01-01')}`)
    expect(await zoned('Europe/Paris')).toHaveLength(1)
  })
})

describe('an export of a board', () => {
  it('holds its cards in its order, without archived ones', async () => {
    const board = await actingWith(api, await workspace.key('rex')).board()
    const deal = (stage: number, name: string, more = {}) => acting.deal(board, board.stages[stage], { name, ...more })
    await deal(1, 'second', { value: -250, currency: 'JPY', expected_close: '2026-12-24' })
    const top = await deal(0, 'first')
    await deal(0, 'last of the first')
    const gone = await deal(0, 'archived')
    await acting.patch(`/pipeline-cards/${gone.id}`, { archived_at: '2026-11-01T00:00:00Z' })
    expect((await acting.post(`/deals/${top.id}/stage`, { stage_id: board.stages[0].id, order_index: 0 })).status).toBe(
      200,
    )
    const rows = await fileAt(`/pipelines/${board.id}/export`)
    expect(rows.map(({ name, stage }) => [name, stage])).toEqual([
      ['first', 'A'],
      ['last of the first', 'A'],
      ['second', 'B'],
    ])
    expect(rows[2]).toMatchObject({
      amount: '-250',
      currency: 'JPY',
      expected_close: '2026-12-24',
      pipeline: board.name,
    })
    expect(await fileAt(`/pipelines/${board.id}/export?stage_id=${board.stages[1].id}`)).toHaveLength(1)
    expect(await fileAt(`/pipelines/${board.id}/export?status=won`)).toEqual([])
    expect((await acting.get(`/pipelines/${top.id}/export`)).status).toBe(404)
  })
})

describe('an export of tasks', () => {
  it('holds those that the list would, with whom they are for and what they are about', async () => {
    const person = await acting.record('contacts', { name: 'Søren' })
    const body = {
      title: '@everyone call',
      due_date: '2026-11-30T09:00:00Z',
      priority: 'high',
      assigned_to_id: workspace.adminId,
      linked_entities: [{ id: person.id, type: 'contacts' }],
    }
    expect((await acting.post('/tasks', body)).status).toBe(201)
    await acting.post('/tasks', { title: 'Another', priority: 'low' })
    const rows = await fileAt('/tasks/export?priority=high')
    expect(rows).toHaveLength(1)
    expect(rows[0]).toMatchObject({
      title: "'@everyone call",
      due_date: '2026-11-30T09:00:00.000Z',
      assigned_to: workspace.adminEmail,
      about: 'Søren',
      is_completed: 'false',
    })
  })
})
