import { describe, expect, it } from 'vitest'
import { problemsOfDrawing } from '@/lib/domain/flow/problems'
import { bareDrawing, type Drawing, drawingOf } from './drawing'
import { choiceOf, guessColumns } from './guess'
import { aColumn, aTarget } from './import.fixture'
import { byEmail, keysOf, lacking, type Plan } from './plan'

const schemas = { contacts: 'the-contacts', companies: 'the-companies' }

const plan = (object: string, fields: Record<string, string | null>, more: Partial<Plan> = {}): Plan => ({
  object,
  columns: Object.fromEntries(
    Object.entries(fields).map(([column, field]) => [column, choiceOf({ samples: ['x'] }, field, 'en-GB')]),
  ),
  ...{ mode: 'append', keys: [], board: null, stage: null },
  ...more,
})

/** The configs of the nodes between source and target, and that of the target. */
const told = ({ nodes }: Drawing) => ({
  steps: nodes.slice(1, -1).map(({ config }) => config),
  target: nodes.at(-1)?.config,
})

function expectSound({ nodes, edges }: Drawing): void {
  const drawn = {
    nodes: nodes.map((each) => ({
      ...{ id: each.id, nodeType: each.nodeType, config: each.config ?? {}, label: each.label ?? '' },
      ...{ position: { x: 0, y: 0 }, connectorId: null },
    })),
    edges: edges.map((edge, at) => ({ ...edge, id: String(at), label: '' })),
  }
  expect(problemsOfDrawing(drawn)).toEqual([])
}

describe('the flow of an import', () => {
  it('puts columns into their fields, and leaves the others out', () => {
    const drawing = drawingOf(
      plan('companies', { Firm: 'name', Junk: null, Site: 'domain' }),
      aTarget('companies'),
      schemas,
    )
    expect(told(drawing)).toEqual({
      steps: [],
      target: { fields: { Firm: 'name', Site: 'domain' }, mode: 'append', keys: [] },
    })
    expectSound(drawing)
  })

  it('reads dates and numbers as they are written, and finds companies by their names', () => {
    const target = aTarget('opportunities')
    const columns = guessColumns(
      [
        aColumn('account', 'text', 'Acme'),
        aColumn('value', 'text', '1.234,50'),
        aColumn('close date', 'text', '24.12.2026'),
      ],
      target,
      'de',
    )
    const drawing = drawingOf({ ...plan('opportunities', {}), columns }, target, schemas)
    expect(told(drawing)).toEqual({
      steps: [
        { schemaId: 'the-companies', match: { account: 'name' }, as: { id: '(company_id)' } },
        { type: 'cast', field: 'value', to: 'number', decimal: ',' },
        { type: 'cast', field: 'close date', to: 'date', format: 'dd.mm.yyyy' },
      ],
      target: {
        fields: { '(company_id)': 'company_id', value: 'amount', 'close date': 'expected_close' },
        mode: 'append',
        keys: [],
      },
    })
    expectSound(drawing)
  })

  it('stands on the board chosen, in the stage chosen or in the one that a column names', () => {
    const target = aTarget('opportunities')
    const board = { board: 'the-board', stage: 'the-stage' }
    const fixed = told(drawingOf(plan('opportunities', { Deal: 'name' }, board), target, schemas))
    expect(fixed.target).toMatchObject({
      fields: { Deal: 'name', '(pipeline_id)': 'pipeline_id', '(stage_id)': 'stage_id' },
    })
    expect(fixed.steps).toEqual([
      { type: 'add_field', field: '(pipeline_id)', value: 'the-board' },
      { type: 'add_field', field: '(stage_id)', value: 'the-stage' },
    ])
    const named = told(drawingOf(plan('opportunities', { Deal: 'name', Phase: 'stage_id' }, board), target, schemas))
    expect(named.steps).toEqual([{ type: 'add_field', field: '(pipeline_id)', value: 'the-board' }])
  })

  it('finds records by the keys that columns still fill, and by an e-mail kept as external id', () => {
    const target = aTarget('contacts')
    const person = plan(
      'contacts',
      { Who: 'name', 'the "mail"': 'email' },
      { mode: 'upsert', keys: [byEmail, 'external_id'] },
    )
    expect(keysOf(person, target)).toEqual([byEmail])
    const drawing = drawingOf(person, target, schemas)
    expect(told(drawing)).toEqual({
      steps: [
        {
          ...{ type: 'expression', field: '(external id)' },
          expression: 'row["the \\"mail\\""] == null ? null : row["the \\"mail\\""].trim().lower()',
        },
      ],
      target: {
        fields: { Who: 'name', 'the "mail"': 'email', '(external id)': 'external_id' },
        ...{ mode: 'upsert', keys: ['external_id'] },
      },
    })
    expectSound(drawing)
  })

  it('gives what it makes a name that no column has', () => {
    const target = aTarget('opportunities')
    const board = { board: 'the-board', stage: 'the-stage' }
    const { steps } = told(
      drawingOf(plan('opportunities', { Deal: 'name', '(stage_id)': null }, board), target, schemas),
    )
    expect(steps).toContainEqual({ type: 'add_field', field: '(stage_id)_', value: 'the-stage' })
  })

  it('of nothing but a file is sound enough to be looked at', () => {
    expect(bareDrawing.edges).toEqual([{ source: 'source', target: 'target' }])
  })
})

describe('what a plan lacks', () => {
  const target = aTarget('companies')
  it('is a column, a name for new records, or a key to find others by', () => {
    expect(lacking(plan('companies', { a: null }), target)).toEqual(['Choose a field for at least one column.'])
    expect(lacking(plan('companies', { a: 'domain' }), target)).toEqual([expect.stringContaining('“Name”')])
    expect(lacking(plan('companies', { a: 'name' }, { mode: 'upsert' }), target)).toEqual([
      'Choose by which field rows find their records.',
    ])
    expect(lacking(plan('companies', { a: 'domain' }, { mode: 'update', keys: ['domain'] }), target)).toEqual([])
    expect(lacking(plan('companies', { a: 'name' }), target)).toEqual([])
  })
})
