import fc from 'fast-check'
import { expect } from 'vitest'
import type { Luck } from '@/e2e/random-requests'
import type { Config } from '../../connector/settings'
import { type FlowEdgeRow, type FlowNodeRow, type NodeType, nodeTypes } from '../flow'
import { findCycle } from '../graph'
import { problemsOfDrawing } from '../problems'
import type { Cell } from '../row'
import { compileFlow } from './compile'
import { arrived, chainOf, context, type Drawn, edge, type Fields, flowOf, node, run } from './flow.fixture'

const names = ['a', 'b', 'c', '__proto__', 'constructor', '7']
const name = fc.constantFrom(...names)
const text = fc.oneof(
  fc.constantFrom(
    '',
    'x',
    'Ann Lee',
    '5',
    '-1.5',
    '1,234',
    '2026-11-22',
    '03/04/2020',
    '2026-11-22T10:00:00Z',
    'true',
    '[1]',
    '{',
    '\0',
    '\ud800',
    '漢😀',
  ),
  fc.string({ unit: 'grapheme', maxLength: 6 }),
)
const cell: fc.Arbitrary<Cell> = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom('x', 'y') },
  { weight: 5, arbitrary: text },
  { weight: 2, arbitrary: fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true })) },
  { weight: 2, arbitrary: fc.constantFrom(null, true, false) },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Cell> },
)
const row = fc.uniqueArray(fc.tuple(name, cell), { selector: ([key]) => key, maxLength: 6 }).map(
  // Not an object literal: a name may be __proto__.
  (entries): Fields => Object.fromEntries(entries),
)
const item = fc.oneof({ weight: 9, arbitrary: row }, { weight: 1, arbitrary: fc.constant('broken') })

const namesOf = fc.uniqueArray(name, { minLength: 1, maxLength: 3 })
const condition = fc.oneof(
  fc.record({
    field: name,
    operator: fc.constantFrom('equals', 'not_equals', 'contains'),
    value: fc.constantFrom<Cell>('x', 5, true),
  }),
  fc.record({ field: name, operator: fc.constantFrom('gt', 'lte', 'date_after'), value: fc.constant('2026-11-22') }),
  fc.record({ field: name, operator: fc.constantFrom('gt', 'lt'), value: fc.constant(1) }),
  fc.record({ field: name, operator: fc.constantFrom('is_null', 'is_not_null') }),
  fc.record({
    expression: fc.constantFrom('a == b', 'a > b', 'size(row) > 2', 'a != null && b != null', 'c.contains("x")'),
  }),
  fc.record({
    conditions: fc.array(fc.record({ field: name, operator: fc.constantFrom('is_null', 'nonsense') }), {
      maxLength: 3,
    }),
  }),
)
const transform: fc.Arbitrary<Config> = fc.oneof(
  fc.record({ type: fc.constantFrom('rename', 'rename_field'), from: name, to: name }),
  fc.record({
    type: fc.constant('cast'),
    field: name,
    to: fc.constantFrom('text', 'number', 'integer', 'boolean', 'date', 'datetime', 'json'),
  }),
  fc.record({
    type: fc.constant('expression'),
    field: name,
    expression: fc.constantFrom('a', 'a + b', 'row', '[a, b]', 'a.lower()', 'number(a) * 2', '{"x": a}', 'a / 0'),
  }),
  fc.record({ type: fc.constant('drop'), fields: namesOf }),
  fc.record({ type: fc.constant('add_field'), field: name, value: cell }),
  fc.record(
    { type: fc.constant('map_values'), field: name, values: fc.constant({ x: 'y', 5: 6 }), otherwise: cell },
    { requiredKeys: ['type', 'field', 'values'] },
  ),
  fc.record({ type: fc.constant('split'), field: name, into: namesOf, separator: fc.constantFrom(' ', ',') }),
  fc.record({ type: fc.constant('merge'), fields: namesOf, into: name }),
  fc.record({ type: fc.constantFrom('hash', 'mask_pii'), fields: namesOf }),
  fc.record({ type: fc.constant('deduplicate'), keys: namesOf }),
  fc.constantFrom({}, { type: 'rename' }, { type: 'cast', field: 'a' }),
) as fc.Arbitrary<Config>
const configs: Record<NodeType, fc.Arbitrary<Config>> = {
  source: fc.constant({}),
  filter: condition as fc.Arbitrary<Config>,
  transform,
  validate: fc.oneof(
    condition as fc.Arbitrary<Config>,
    fc.record({
      rules: fc.array(
        fc.record({ field: name, required: fc.boolean(), pattern: fc.constantFrom('x', '^\\d+$', '(') }),
        { maxLength: 2 },
      ),
    }),
  ),
  branch: fc.constant({}),
  join: fc.record({
    keys: fc.constantFrom(['a'], ['a'], ['b'], ['a', 'b'], []),
    type: fc.constantFrom('inner', 'left'),
  }),
  enrich: fc.record({ keys: namesOf, fields: namesOf, missing: fc.constantFrom('null', 'reject') }),
  aggregate: fc.constant({}),
  target: fc.record({ fields: fc.constantFrom({ a: 'x', b: 'y' }, {}) }),
}

/** Nodes whose edges mostly lead onwards, from sources to targets. */
const drawing = fc
  .array(
    fc
      .constantFrom<NodeType>(
        'source',
        'filter',
        'transform',
        'transform',
        'validate',
        'join',
        'join',
        'enrich',
        'target',
      )
      .chain((type) => fc.tuple(fc.constant(type), configs[type])),
    { minLength: 3, maxLength: 8 },
  )
  .chain((middle) => {
    const nodes = [
      node('n0', 'source'),
      ...middle.map(([type, config], at) => node(`n${at + 1}`, type, config)),
      node(`n${middle.length + 1}`, 'target'),
    ]
    return edgesAmong(nodes).map((edges) => flowOf(nodes, edges))
  })

/** Edges that lead onwards: one to every node but the first, and some more. */
function edgesAmong(nodes: FlowNodeRow[]): fc.Arbitrary<FlowEdgeRow[]> {
  const place = fc.nat(nodes.length - 1)
  const ends = fc.tuple(place, place).filter(([one, other]) => one !== other)
  const onward = nodes.slice(1).map((_, at) => fc.nat(at).map((from) => `n${from} n${at + 1}`))
  const more = fc
    .tuple(ends, fc.constantFrom('', '', 'left', 'right'))
    .map(([[one, other], label]) => `n${Math.min(one, other)} n${Math.max(one, other)} ${label}`.trim())
  return fc
    .tuple(fc.tuple(...onward), fc.array(more, { maxLength: 8 }))
    .map(([first, others]) => [...new Set([...first, ...others])].map(edge))
}

const sourcesOf = ({ nodes }: Drawn) =>
  fc.record(
    Object.fromEntries(
      nodes
        .filter(({ nodeType }) => nodeType === 'source')
        .map(({ id }) => [id, fc.array(item, { minLength: 1, maxLength: 6 })]),
    ),
  )

const isRunnable = ({ nodes, edges }: Drawn): boolean =>
  findCycle(
    nodes.map(({ id }) => id),
    edges,
  ) === null && problemsOfDrawing({ nodes, edges }).every(({ severity }) => severity !== 'error')

const cases = drawing.filter(isRunnable).chain((flow) => fc.tuple(fc.constant(flow), sourcesOf(flow)))

/**
 * Runs any flow that can be run over any rows: it loses none, and gives the same however it is cut into batches. Gives how
 * many rows were read, and how many kept for joins.
 */
export async function runAny(luck: Luck): Promise<{ read: number; kept: number }> {
  const total = { read: 0, kept: 0 }
  await fc.assert(
    fc.asyncProperty(cases, fc.integer({ min: 1, max: 4 }), async ([flow, sources], size) => {
      const whole = await run(flow, sources)
      const cut = await run(flow, sources, { size })
      for (const { passed, rejects, read, added, skipped, staged, repeated } of [whole, cut]) {
        const out = [...passed.values()].reduce((sum, rows) => sum + rows.length, 0)
        expect(read + added).toBe(out + rejects.length + skipped + staged + repeated)
      }
      expect(told(cut)).toEqual(told(whole))
      total.read += whole.read
      total.kept += whole.staged
    }),
    luck,
  )
  return total
}

/** Runs any flow of one way: what is read passes in its order, is rejected with a reason and as it was, or is skipped. */
export async function runAnyChain(luck: Luck): Promise<void> {
  const step = fc
    .constantFrom<NodeType>('filter', 'transform', 'validate', 'enrich')
    .chain((type) => fc.tuple(fc.constant(type), configs[type]))
  const chain = fc
    .array(step, { maxLength: 6 })
    .map((steps) => chainOf(...steps))
    .filter(isRunnable)
  await fc.assert(
    fc.asyncProperty(chain, fc.array(item, { maxLength: 10 }), async (flow, items) => {
      const outcome = await run(flow, { in: items })
      expect(items.length).toBe(arrived(outcome).length + outcome.rejects.length + outcome.skipped)
      expect(outcome).toMatchObject({ staged: 0, added: 0, repeated: 0 })
      const order = outcome.passed.get('out')?.map(({ number }) => number) ?? []
      expect(order).toEqual([...order].sort((one, other) => one - other))
      for (const { number, nodeId, reason, original } of outcome.rejects) {
        expect(reason).toMatch(/^.+$/)
        expect(reason.isWellFormed() && !reason.includes('\0')).toBe(true)
        expect(flow.nodes.some(({ id }) => id === nodeId)).toBe(true)
        expect(JSON.stringify(original)).toBe(JSON.stringify(items[number - 1]))
      }
    }),
    luck,
  )
}

/** Gives a node any settings: the flow is refused for an error among its problems, or run. Gives how many were run. */
export async function setAnything(luck: Luck): Promise<number> {
  const anything = fc.dictionary(
    fc.constantFrom(
      'type',
      'field',
      'fields',
      'from',
      'to',
      'expression',
      'operator',
      'value',
      'values',
      'conditions',
      'rules',
      'keys',
      'into',
      'match',
      'as',
      'missing',
      'mode',
      'salt',
      'format',
      'decimal',
      'separator',
      'required',
      'pattern',
      'schemaId',
      '__proto__',
    ),
    fc.oneof(
      fc.constantFrom<unknown>(
        'a',
        'cast',
        'split',
        'merge',
        'map_values',
        'hash',
        'equals',
        'in',
        'number',
        'AND',
        ['a', 'b'],
        { type: 'AND', conditions: [{}] },
        [{ field: 'a' }],
      ),
      fc.jsonValue({ maxDepth: 3 }),
    ),
  )
  const types = fc.constantFrom(...nodeTypes.filter((type) => type !== 'source'))
  let ran = 0
  await fc.assert(
    fc.asyncProperty(types, anything, fc.array(row, { maxLength: 3 }), async (type, config, rows) => {
      const nodes: FlowNodeRow[] = [node('in', 'source'), node('n', type, config), node('out', 'target')]
      const flow = flowOf(nodes, ['in n', ...(type === 'target' ? [] : ['n out']), 'in out'])
      const hasError = problemsOfDrawing(flow).some(({ severity }) => severity === 'error')
      if (hasError) expect(() => compileFlow(flow, context)).toThrow(/cannot be run/)
      else {
        ran++
        const outcome = await run(flow, { in: rows })
        expect(arrived(outcome).length).toBeGreaterThanOrEqual(rows.length)
      }
    }),
    luck,
  )
  return ran
}

/** What a run tells, but not in how many batches. */
function told({ passed, rejects, ...counts }: Awaited<ReturnType<typeof run>>) {
  const sorted = rejects.map((reject) => JSON.stringify(reject)).sort()
  const rows = [...passed].filter(([, each]) => each.length > 0).sort(([one], [other]) => (one < other ? -1 : 1))
  return { ...counts, rejects: sorted, passed: rows.map(([id, each]) => [id, each.map((one) => JSON.stringify(one))]) }
}

/** Compares chains of transforms over rows of short texts with the plainest way to write them, field for field in order. */
export async function transformAny(luck: Luck): Promise<void> {
  type Plain = [name: string, value: string | null][]
  type Change = { config: Config; by: (row: Plain) => Plain }
  const field = fc.constantFrom('a', 'b', 'c')
  const get = (row: Plain, key: string) => row.find(([name]) => name === key)?.[1] ?? null
  const has = (row: Plain, key: string) => row.some(([name]) => name === key)
  const put = (row: Plain, key: string, value: string | null): Plain =>
    has(row, key) ? row.map(([name, old]) => [name, name === key ? value : old]) : [...row, [key, value]]

  const change: fc.Arbitrary<Change> = fc.oneof(
    fc.tuple(field, field).map(([from, to]) => ({
      config: { type: 'rename', from, to },
      by: (row: Plain): Plain => {
        if (from === to || !has(row, from)) return row
        return row.filter(([name]) => name !== to).map(([name, value]) => [name === from ? to : name, value])
      },
    })),
    fc.uniqueArray(field, { minLength: 1 }).map((fields) => ({
      config: { type: 'drop', fields },
      by: (row: Plain) => row.filter(([name]) => !fields.some((each) => each === name)),
    })),
    fc.tuple(field, fc.constantFrom('x', 'y')).map(([key, value]) => ({
      config: { type: 'add_field', field: key, value },
      by: (row: Plain) => put(row, key, value),
    })),
    field.map((key) => ({
      config: { type: 'map_values', field: key, values: { x: 'y', y: 'x' } },
      by: (row: Plain): Plain =>
        row.map(([name, value]) => [name, name !== key ? value : value === 'x' ? 'y' : value === 'y' ? 'x' : value]),
    })),
    fc.tuple(fc.uniqueArray(field, { minLength: 1 }), field).map(([fields, into]) => ({
      config: { type: 'merge', fields, into, separator: '' },
      by: (row: Plain) => put(row, into, fields.map((name) => get(row, name) ?? '').join('') || null),
    })),
    fc.tuple(field, field).map(([one, into]) => ({
      config: { type: 'expression', field: into, expression: `row.${one} == null ? "" : row.${one} + "!"` },
      by: (row: Plain) => put(row, into, get(row, one) === null ? '' : `${get(row, one)}!`),
    })),
  )

  const start = fc.uniqueArray(fc.tuple(field, fc.constantFrom('x', 'y', 'z')), { selector: ([key]) => key })
  const rows = fc.array(start, { minLength: 1, maxLength: 4 })
  await fc.assert(
    fc.asyncProperty(fc.array(change, { maxLength: 8 }), rows, async (changes, given) => {
      const flow = chainOf(...changes.map(({ config }): [NodeType, Config] => ['transform', config]))
      const outcome = await run(flow, { in: given.map((fields) => Object.fromEntries(fields)) })
      const expected = given.map((fields) => changes.reduce((row: Plain, { by }) => by(row), fields))
      expect(arrived(outcome).map((row) => Object.entries(row))).toEqual(expected)
    }),
    luck,
  )
}

/**
 * Compares what reaches the targets of any graph of marks, filters and joins with the plainest way to say it: what a node
 * gives is made of all that it gets, without batches and phases. Gives how many rows arrived.
 */
export async function drawAnyGraph(luck: Luck): Promise<number> {
  const plain = fc
    .array(fc.constantFrom('source', 'mark', 'filter', 'join', 'join', 'left', 'target'), {
      minLength: 2,
      maxLength: 10,
    })
    .map((kinds) => ['source', ...kinds, 'target'].map((kind, at) => plainNode(`n${at}`, kind)))
    .chain((nodes) => edgesAmong(nodes).map((edges) => flowOf(nodes, edges)))
    .filter(isRunnable)
  const rows = fc.array(fc.record({ k: fc.constantFrom('x', 'y', 'z', ''), v: fc.nat(9) }), { maxLength: 4 })
  let arrivedRows = 0
  await fc.assert(
    fc.asyncProperty(
      plain,
      fc.array(rows, { minLength: 12, maxLength: 12 }),
      fc.integer({ min: 1, max: 5 }),
      async (flow, given, size) => {
        const sources = Object.fromEntries(flow.nodes.map(({ id }, at) => [id, given[at] ?? []]))
        const outcome = await run(flow, sources, { size })
        for (const { id, nodeType } of flow.nodes) {
          if (nodeType !== 'target') continue
          const found = arrived(outcome, id)
          arrivedRows += found.length
          expect(found.map(alike).sort()).toEqual(plainly(flow, sources, id).map(alike).sort())
        }
      },
    ),
    luck,
  )
  return arrivedRows
}

/** A row without the order of its fields. */
const alike = (row: Fields): string =>
  JSON.stringify(Object.entries(row).sort(([one], [other]) => (one < other ? -1 : 1)))

function plainNode(id: string, kind: string): FlowNodeRow {
  if (kind === 'mark') return node(id, 'transform', { type: 'add_field', field: id, value: id })
  if (kind === 'filter') return node(id, 'filter', { field: 'k', operator: 'not_equals', value: 'z' })
  if (kind === 'join' || kind === 'left')
    return node(id, 'join', { keys: ['k'], type: kind === 'left' ? 'left' : 'inner' })
  return node(id, kind as NodeType)
}

/** What a node gets of all that its flow reads; of a join, what it gives. */
function plainly(flow: Drawn, sources: Record<string, Fields[]>, id: string): Fields[] {
  const typeOf = (of: string) => flow.nodes.find((each) => each.id === of)?.nodeType
  const into = flow.edges.filter(({ source, target }) => target === id && typeOf(source) !== 'target')
  const from = (edges: FlowEdgeRow[]) => edges.flatMap(({ source }) => given(source))
  const given = (of: string): Fields[] => {
    const { nodeType, config } = flow.nodes.find((each) => each.id === of) as FlowNodeRow
    if (nodeType === 'source') return sources[of] ?? []
    const rows = plainly(flow, sources, of)
    if (nodeType === 'transform') return rows.map((row) => ({ ...row, [String(config.field)]: config.value as Cell }))
    return nodeType === 'filter' ? rows.filter(({ k }) => k !== 'z') : rows
  }
  if (typeOf(id) !== 'join') return from(into)
  const says = (label: string) => into.filter((each) => each.label === label)
  const silent = says('')
  const left = says('left').length > 0 ? says('left') : says('right').length > 0 ? silent : silent.slice(0, 1)
  const right = into.filter((each) => !left.includes(each))
  if (left.length === 0 || right.length === 0) return from(into)
  const keepsAll = flow.nodes.find((each) => each.id === id)?.config.type === 'left'
  return from(left).flatMap((row) => {
    const matches = from(right).filter(({ k }) => k !== '' && k === row.k)
    return matches.length === 0 && keepsAll ? [row] : matches.map((other) => ({ ...other, ...row }))
  })
}
