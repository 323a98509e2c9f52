import { describe, expect, it } from 'vitest'
import { type Cell, rowFrom } from '../flow/row'
import type { OwnField } from '../object/own-field'
import { importFieldsOf, refuseUnlessKeys } from './import-field'
import { rowReader } from './import-row'

const own = (name: string, type: OwnField['type'], more: Partial<OwnField> = {}): OwnField => ({
  ...{ id: name, name, label: name, type, options: [], isUnique: false },
  ...more,
})
const board = own('stage', 'pipeline')
const fields = [
  board,
  own('code', 'text', { isUnique: true }),
  own('size', 'number'),
  own('seen_at', 'datetime'),
  own('level', 'select', { options: ['low', 'high', ' odd '] }),
  own('skills', 'multi_select', { options: ['sql', 'a, b'] }),
  own('home', 'url'),
]
const readAll = (rows: Record<string, Cell>[], of = fields) => {
  const reader = rowReader(importFieldsOf({ hasBoards: true }, of), of)
  return { drafts: rows.map((row) => reader.read(rowFrom(row))), ignored: [...reader.ignored] }
}
const read = (row: Record<string, Cell>, of = fields) => readAll([row], of).drafts[0]
const refused = (row: Record<string, Cell>) => {
  try {
    return read(row)
  } catch (error) {
    return (error as Error).message
  }
}

describe('a row', () => {
  it('says what its cells say, in the words of the domain', () => {
    expect(
      read({
        ...{ name: 'Ann', description: 'text', tags: 'a;b', value: '5', currency: 'eur', source: 'web' },
        ...{ owner: 'ann@x.example', contact_id: 'c-1', company: ' k-1 ', pipeline: 'Sales', stage: 'New' },
        ...{ expected_close: '2026-01-02', lost_reason: 'price', external_id: 7, created_at: '2026-01-01' },
        ...{ stage_entered_at: '2026-01-02', closed_at: '2026-01-03T00:00:00Z', code: 12, size: '1.50' },
        ...{ seen_at: '2026-01-01T02:00:00+02:00', level: ' high', skills: 'a, b', home: ' https://x.example ' },
      }),
    ).toEqual({
      values: {
        ...{ title: 'Ann', description: 'text', tags: ['a', 'b'], value: 5, currency: 'EUR', source: 'web' },
        ...{ expectedClose: '2026-01-02', lostReason: 'price', externalId: '7' },
        fields: {
          ...{ code: '12', size: 1.5, seen_at: '2026-01-01T00:00:00.000Z', level: 'high', skills: ['a, b'] },
          home: 'https://x.example',
        },
      },
      ...{ owner: 'ann@x.example', contact: 'c-1', company: 'k-1', pipeline: 'Sales', stage: 'New' },
      createdAt: new Date('2026-01-01'),
      stageEnteredAt: new Date('2026-01-02'),
      closedAt: new Date('2026-01-03'),
    })
  })

  it('clears by an empty cell what can be cleared, and leaves the rest', () => {
    const empty = ['description', 'tags', 'amount', 'currency', 'owner_id', 'contact', 'company_id', 'pipeline']
    const more = ['stage', 'expected_close', 'source', 'lost_reason', 'external_id', 'created_at', 'code', 'skills']
    const cleared = {
      ...{ description: null, tags: [], value: null, ownerId: null, contactId: null, companyId: null },
      ...{ expectedClose: null, source: null, lostReason: null, externalId: null },
      fields: { code: null, skills: null },
    }
    for (const cell of [null, '', '  ']) {
      const row = Object.fromEntries([...empty, ...more].map((name) => [name, cell]))
      expect(read(row)).toEqual({ values: cleared })
      expect(refused({ name: cell })).toBe('must not be empty')
    }
    expect(read({})).toEqual({ values: {} })
  })

  it('may call things by several names: the first of them counts, and what nobody knows is told', () => {
    const rows: Record<string, Cell>[] = [
      { title: 'T', name: 'N', amount: '1.5', value: 5, owner: 'a', owner_id: 'b', shoe_size: 4 },
      { title: 'T', amount: '1.5', pipeline_step_id: 's', stage: 't', constructor: 1, toString: 2 },
    ]
    const { drafts, ignored } = readAll(rows)
    expect(drafts).toEqual([
      { values: { title: 'N', value: 5 }, owner: 'b' },
      { values: { title: 'T' }, amount: '1.5', stage: 's' },
    ])
    expect(ignored).toEqual(['title', 'amount', 'owner', 'shoe_size', 'stage', 'constructor', 'toString'])
  })

  it('means the object’s own field where that has the name of a common one', () => {
    const shadowing = [own('company', 'text'), own('closed_at', 'text'), own('phase', 'pipeline')]
    expect(read({ company: 'Acme', company_id: 'k-1', closed_at: 'soon', phase: 'New' }, shadowing)).toEqual({
      values: { fields: { company: 'Acme', closed_at: 'soon' } },
      ...{ company: 'k-1', stage: 'New' },
    })
  })

  it.each<[Record<string, Cell>, string]>([
    [{ name: 'x'.repeat(501) }, 'must have at most 500 characters'],
    [{ description: 'x'.repeat(20_001) }, 'must have at most 20000 characters'],
    [{ source: 'x'.repeat(201) }, 'must have at most 200 characters'],
    [{ external_id: 'x'.repeat(201) }, 'must have at most 200 characters'],
    [{ lost_reason: 'x'.repeat(501) }, 'must have at most 500 characters'],
    [{ tags: Array(101).fill('x') }, 'must be at most 100'],
    [{ tags: ['x'.repeat(101)] }, 'must have at most 100 characters each'],
    [{ tags: [' '] }, 'must not be blank'],
    [{ code: 'x'.repeat(501) }, 'must have at most 500 characters'],
    [{ level: 'LOW' }, 'must be one of: low, high,  odd '],
    [{ skills: ['sql', 'golf'] }, 'must be one of: sql, a, b'],
    [{ home: 'nowhere' }, 'must be a URL'],
    [{ size: 'big' }, 'must be a number'],
    [{ seen_at: 'soon' }, 'must be an ISO 8601 date and time'],
  ])('%j is refused', (row, message) => expect(refused(row)).toBe(message))

  it('keeps what is just within the bounds, an emoji being one character', () => {
    expect(read({ name: '🙂'.repeat(500), level: ' odd ' })).toEqual({
      values: { title: '🙂'.repeat(500), fields: { level: ' odd ' } },
    })
  })
})

describe('the fields of an import', () => {
  const named = (hasBoards: boolean, of: OwnField[]) =>
    new Map(importFieldsOf({ hasBoards }, of).map((field) => [field.name, field]))

  it('are what every record has and the object’s own, with what finds records', () => {
    const all = named(true, fields)
    expect([...all.keys()].slice(-6)).toEqual(['code', 'size', 'seen_at', 'level', 'skills', 'home'])
    expect(all.get('stage_id')).toMatchObject({ type: 'stage', aliases: ['pipeline_step_id', 'stage'] })
    expect(all.get('level')).toMatchObject({ type: 'select', options: ['low', 'high', ' odd '] })
    expect([...all.values()].filter(({ isKey }) => isKey).map(({ name }) => name)).toEqual(['external_id', 'code'])
    expect([...all.values()].filter(({ required }) => required).map(({ name }) => name)).toEqual(['name'])
  })

  it('have no stage where there are no boards', () => {
    const all = named(false, [])
    for (const name of ['stage_id', 'pipeline_id', 'closed_at', 'stage_entered_at']) expect(all.has(name)).toBe(false)
    expect(all.has('created_at')).toBe(true)
  })

  it('refuse a rule that finds nothing', () => {
    const all = importFieldsOf({ hasBoards: true }, fields)
    expect(() => refuseUnlessKeys({ mode: 'upsert', keys: [] }, all)).toThrow('is required')
    expect(() => refuseUnlessKeys({ mode: 'update', keys: ['code', 'size'] }, all)).toThrow("'size' is not")
    expect(() => refuseUnlessKeys({ mode: 'update', keys: ['title'] }, all)).toThrow("'title' is not")
    refuseUnlessKeys({ mode: 'append', keys: [] }, all)
    refuseUnlessKeys({ mode: 'upsert', keys: ['code', 'external_id'] }, all)
  })
})
