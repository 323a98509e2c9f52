import { describe, expect, it } from 'vitest'
import type { Config } from '../connector/settings'
import type { FlowEdgeRow, FlowNodeRow, NodeType } from './flow'
import { nodeTypes } from './flow'
import { type KnownConnector, problemsOfFlow } from './problems'

const csv: KnownConnector = {
  id: 'c',
  name: 'Customers',
  type: 'csv',
  config: { url: 'https://files.example.com/customers.csv' },
  secretNames: [],
}
const node = (id: string, nodeType: NodeType, config: Config = {}, connectorId: string | null = null): FlowNodeRow => ({
  id,
  nodeType,
  label: id,
  config,
  position: { x: 0, y: 0 },
  connectorId,
})
const edge = (source: string, target: string, label = ''): FlowEdgeRow => ({
  id: `${source}-${target}-${label}`,
  source,
  target,
  label,
})
const problems = (nodes: FlowNodeRow[], edges: FlowEdgeRow[], connectors = [csv]) =>
  problemsOfFlow({ nodes, edges, connector: { id: 'c' } }, connectors)
/** The problems of a node between a source and a target. */
const between = (nodeType: NodeType, config: Config) =>
  problems(
    [node('in', 'source'), node('n', nodeType, config), node('out', 'target')],
    [edge('in', 'n'), edge('n', 'out')],
  )
const brief = (found: ReturnType<typeof problems>) =>
  found.map(({ nodeId, field, severity }) => [nodeId, field, severity])

describe('a flow', () => {
  it("without nodes wants nothing but its connector's address", () => {
    expect(problems([], [])).toEqual([])
    expect(problems([], [], [{ ...csv, config: {} }])).toEqual([
      {
        nodeId: null,
        field: 'connectorId',
        message: "Connector 'Customers': Setting 'url' or 'uploadId' is missing",
        severity: 'error',
      },
    ])
  })

  it('of source and target with empty configs has no problem', () => {
    expect(problems([node('a', 'source'), node('b', 'target')], [edge('a', 'b')])).toEqual([])
  })

  it('as the document shows it can be run: an unfinished rename is a warning', () => {
    const found = between('transform', { type: 'rename_field' })
    expect(brief(found)).toEqual([
      ['n', 'config.from', 'warning'],
      ['n', 'config.to', 'warning'],
    ])
    expect(between('transform', { type: 'rename', from: 'a', to: 'b' })).toEqual([])
  })

  it('names the node whose connector lacks something, be it its own', () => {
    const own = { ...csv, id: 'own', name: 'Own', config: {} }
    const found = problems(
      [node('a', 'source'), node('b', 'source', { connectorId: 'own' }, 'own'), node('c', 'target')],
      [edge('a', 'c'), edge('b', 'c')],
      [csv, own],
    )
    expect(brief(found)).toEqual([['b', 'connectorId', 'error']])
  })

  it('reads a database only when a table or a query is named, by the connector or by the source', () => {
    const config = { host: 'db.example.com', database: 'sales', user: 'reader' }
    const database: KnownConnector = { ...csv, type: 'postgres', config }
    const read = (of: KnownConnector, source: Config) =>
      problems([node('a', 'source', source), node('b', 'target')], [edge('a', 'b')], [of])
    expect(brief(read(database, {}))).toEqual([['a', 'connectorId', 'error']])
    expect(read(database, { table: 'customers' })).toEqual([])
    expect(read({ ...database, config: { ...config, query: 'SELECT 1' } }, {})).toEqual([])
  })
})

describe('the shape of a flow', () => {
  it('wants a source and a target', () => {
    expect(brief(problems([node('b', 'target')], []))).toEqual([
      ['b', null, 'error'],
      [null, 'nodes', 'error'],
    ])
    expect(brief(problems([node('a', 'source')], []))).toEqual([
      ['a', null, 'warning'],
      [null, 'nodes', 'error'],
    ])
  })

  it('tells every node that nothing reaches, also behind one', () => {
    const found = problems(
      [node('a', 'source'), node('b', 'target'), node('x', 'join', { keys: ['id'] }), node('y', 'target')],
      [edge('a', 'b'), edge('x', 'y')],
    )
    expect(found).toEqual(
      ['x', 'y'].map((nodeId) => ({
        nodeId,
        field: null,
        message: 'Nothing reaches this node: connect it to a source',
        severity: 'error',
      })),
    )
  })

  it('warns of what goes nowhere, of what a source is given, of a target that passes on, of a join of one', () => {
    const found = problems(
      [
        node('a', 'source'),
        node('b', 'source'),
        node('j', 'join', { keys: ['id'] }),
        node('t', 'target'),
        node('u', 'target'),
      ],
      [edge('a', 'b'), edge('b', 'j'), edge('j', 't'), edge('t', 'u')],
    )
    expect(brief(found)).toEqual([
      ['b', null, 'warning'],
      ['j', null, 'warning'],
      ['t', null, 'warning'],
    ])
    expect(
      brief(
        problems(
          [node('a', 'source'), node('t', 'target'), node('f', 'filter', { expression: 'x' })],
          [edge('a', 't'), edge('a', 'f')],
        ),
      ),
    ).toEqual([['f', null, 'warning']])
  })

  it('warns of two edges between the same nodes, unless they leave a branch', () => {
    const twice = [edge('s', 'b', '1'), edge('s', 'b', '2'), edge('b', 't', 'yes'), edge('b', 't', 'no')]
    const found = problems([node('s', 'source'), node('b', 'branch', { field: 'x' }), node('t', 'target')], twice)
    expect(brief(found).filter(([, field]) => field !== null)).toEqual([['b', 'edges', 'warning']])
  })
})

describe('a config', () => {
  it.each(nodeTypes)('of a %s may be empty, and is no error', (nodeType) => {
    const found = between(nodeType, {}).filter(({ nodeId, field }) => nodeId === 'n' && field?.startsWith('config'))
    expect(found.filter(({ severity }) => severity === 'error')).toEqual([])
  })

  it('with what nobody knows is reported, node, field and all', () => {
    expect(between('filter', { expression: 'x', operater: 'gt', constructor: 1 })).toEqual([
      ...['operater', 'constructor'].map((name) => ({
        nodeId: 'n',
        field: `config.${name}`,
        message: `Setting '${name}' is not known here: it is kept and does nothing`,
        severity: 'warning',
      })),
    ])
    expect(brief(between('target', { mode: 'upsert', keys: ['email'] }).filter(({ field }) => field))).toEqual([])
  })

  it('with a value of another type cannot be run', () => {
    expect(brief(between('transform', { type: 'drop', fields: 'email' }))).toEqual([['n', 'config.fields', 'error']])
    expect(brief(between('transform', { type: 'map_values', field: 7, values: [] }))).toEqual([
      ['n', 'config.values', 'warning'],
      ['n', 'config.field', 'error'],
    ])
  })

  it('of a transform that says not what it does, or something else, or hides nothing', () => {
    expect(brief(between('transform', {}))).toEqual([['n', 'config.type', 'warning']])
    expect(brief(between('transform', { type: 'mask_piii', fields: ['email'] }))).toEqual([
      ['n', 'config.type', 'error'],
    ])
    expect(brief(between('transform', { type: 'constructor' }))).toEqual([['n', 'config.type', 'error']])
    expect(brief(between('transform', { type: 7 }))).toEqual([['n', 'config.type', 'error']])
    for (const type of ['hash', 'mask_pii'])
      expect(brief(between('transform', { type }))).toEqual([['n', 'config.fields', 'error']])
  })

  it.each<[NodeType, Config]>([
    ['transform', { type: 'rename_field', from: 'a', to: 'b' }],
    ['transform', { type: 'cast', field: 'age', to: 'number', decimal: ',' }],
    ['transform', { type: 'cast', field: 'born', to: 'date', format: 'dd.mm.yyyy' }],
    ['transform', { type: 'expression', field: 'total', expression: 'price * count' }],
    ['transform', { type: 'drop', fields: ['a', 'b'] }],
    ['transform', { type: 'add_field', field: 'source', value: 'import' }],
    ['transform', { type: 'map_values', field: 'state', values: { ca: 'California' }, otherwise: null }],
    ['transform', { type: 'split', field: 'name', separator: ' ', into: ['first', 'last'] }],
    ['transform', { type: 'merge', fields: ['first', 'last'], separator: ' ', into: 'name' }],
    ['transform', { type: 'hash', fields: ['email'], salt: 'x' }],
    ['transform', { type: 'mask_pii', fields: ['phone'] }],
    ['transform', { type: 'deduplicate', keys: ['email'] }],
    ['filter', { field: 'age', operator: 'gt', value: 17 }],
    ['filter', { expression: 'age > 17 && has(row.email)' }],
    [
      'filter',
      {
        conditions: {
          type: 'OR',
          conditions: [
            { field: 'a', operator: 'is_null' },
            { type: 'AND', conditions: [] },
          ],
        },
      },
    ],
    ['filter', { conditions: [{ field: 'a', operator: 'between', value: ['2026-01-01', '2026-12-31'] }] }],
    ['validate', { field: 'email', required: true, pattern: '@', message: 'An address, please' }],
    [
      'validate',
      {
        rules: [
          { field: 'a', operator: 'in', value: [1, 'b'] },
          { expression: 'a < b', message: 'No' },
        ],
      },
    ],
    [
      'enrich',
      { schemaId: 'x', keys: ['email'], fields: ['id'], as: { id: 'contact' }, prefix: 'p_', missing: 'reject' },
    ],
    ['enrich', { match: { mail: 'email' }, fields: ['id'] }],
    ['target', { mode: 'upsert', keys: ['email'], fields: { mail: 'email' } }],
  ])('of a finished %s has no problem: %j', (nodeType, config) => {
    expect(between(nodeType, config).filter(({ field }) => field !== null)).toEqual([])
  })

  it.each<[NodeType, Config, string, string]>([
    [
      'transform',
      { type: 'cast', field: 'a', to: 'money' },
      'to',
      "Setting 'to' must be one of: text, number, integer, boolean, date, datetime, json",
    ],
    [
      'transform',
      { type: 'cast', field: 'a', to: 'date', format: 'dmy' },
      'format',
      "Setting 'format' must be one of: yyyy-mm-dd, dd.mm.yyyy, dd/mm/yyyy, mm/dd/yyyy",
    ],
    [
      'transform',
      { type: 'cast', field: 'a', to: 'number', decimal: ';' },
      'decimal',
      "Setting 'decimal' must be one of: ., ,",
    ],
    [
      'transform',
      { type: 'expression', field: 'a', expression: 'price *\n  (count' },
      'expression',
      "Setting 'expression' is wrong at line 2, character 9: expected ')', got the end",
    ],
    [
      'filter',
      { expression: 'nme.lowercase()' },
      'expression',
      "Setting 'expression' is wrong at line 1, character 1: there is no method 'lowercase', only: size, contains, startsWith, endsWith, indexOf, matches, lower, upper, lowerAscii, upperAscii, trim, replace, substring, split, join",
    ],
    [
      'filter',
      { expression: `${'a+'.repeat(3000)}a` },
      'expression',
      "Setting 'expression' is longer than 4000 characters",
    ],
    [
      'filter',
      { field: 'a', operator: 'gt', value: 'many' },
      'value',
      "Setting 'value' must be a number or a date for 'gt'",
    ],
    [
      'filter',
      { field: 'a', operator: 'date_before', value: 5 },
      'value',
      "Setting 'value' must be a date for 'date_before'",
    ],
    ['filter', { field: 'a', operator: 'in', value: 'b' }, 'value', "Setting 'value' must be a list for 'in'"],
    [
      'filter',
      { field: 'a', operator: 'in', value: Array(501).fill('b') },
      'value',
      "Setting 'value' must be a list of at most 500 values",
    ],
    [
      'filter',
      { field: 'a', operator: 'between', value: [1] },
      'value',
      "Setting 'value' must be a list of two for 'between': [from, to]",
    ],
    [
      'filter',
      { field: 'a', operator: 'equals', value: { b: 1 } },
      'value',
      "Setting 'value' must be text, a number, or true or false",
    ],
    [
      'filter',
      { field: 'a', operator: 'contains', value: 'b'.repeat(201) },
      'value',
      "Setting 'value' must be at most 200 characters",
    ],
    [
      'transform',
      { type: 'split', field: 'a', into: ['b'], separator: '-'.repeat(101) },
      'separator',
      "Setting 'separator' must have at most 100 characters",
    ],
    [
      'filter',
      { conditions: 'a' },
      'conditions',
      `Setting 'conditions' must be a condition {"field", "operator", "value"} or a group {"type", "conditions"}`,
    ],
    [
      'filter',
      { conditions: [{ type: 'XOR', conditions: [] }] },
      'conditions',
      "Setting 'conditions'[0] needs a 'type', AND or OR",
    ],
    ['filter', { conditions: [{ type: 'OR' }] }, 'conditions', "Setting 'conditions'[0] needs a list of 'conditions'"],
    [
      'filter',
      { conditions: [{ field: 7, operator: 'is_null' }] },
      'conditions',
      "Setting 'conditions'[0] needs a 'field', by its name",
    ],
    [
      'filter',
      { conditions: [{ field: 'a', operator: 'gt', value: 'x' }] },
      'conditions',
      "Setting 'conditions'[0] is wrong: 'value' must be a number or a date for 'gt'",
    ],
    [
      'filter',
      { conditions: nested(6) },
      'conditions',
      "Setting 'conditions'[0][0][0][0][0] is more than 5 groups deep",
    ],
    [
      'filter',
      { conditions: Array(101).fill({ field: 'a', operator: 'is_null' }) },
      'conditions',
      "Setting 'conditions' must not have more than 100 conditions",
    ],
    ['validate', { field: 'a', pattern: '(' }, 'pattern', "Setting 'pattern' has a '(' that is not closed"],
    ['validate', { rules: 'a' }, 'rules', "Setting 'rules' must be a list of at most 200 rules"],
    [
      'validate',
      { rules: [7] },
      'rules',
      `Setting 'rules'[0] must be a rule, such as {"field": "email", "required": true}`,
    ],
    [
      'validate',
      { rules: [{ field: 'a', required: true }, { expression: 'a >' }] },
      'rules',
      "Setting 'rules'[1]: Setting 'expression' is wrong at line 1, character 4: unexpected token: the end",
    ],
    ['join', { keys: ['a'], type: 'outer' }, 'type', "Setting 'type' must be one of: inner, left"],
    [
      'enrich',
      { keys: ['a'], fields: ['b'], missing: 'skip' },
      'missing',
      "Setting 'missing' must be one of: null, reject",
    ],
    ['enrich', { match: { a: 7 }, fields: ['b'] }, 'match', "Setting 'match' must give each field the name of another"],
    ['target', { mode: 'replace' }, 'mode', "Setting 'mode' must be one of: append, upsert, update"],
    [
      'target',
      { fields: { a: 7 } },
      'fields',
      "Setting 'fields' must give each field of the row the name of one of the object",
    ],
    ['target', { fields: { a: 'c', b: 'c' } }, 'fields', "Setting 'fields' gives two fields the name 'c'"],
  ])('of a %s that cannot be run: %j', (nodeType, config, setting, message) => {
    expect(between(nodeType, config).filter(({ field }) => field !== null)).toEqual([
      { nodeId: 'n', field: `config.${setting}`, message, severity: 'error' },
    ])
  })

  it.each<[NodeType, Config, string, string]>([
    ['filter', { field: 'a' }, 'operator', "Setting 'operator' is missing: every row passes"],
    ['filter', { field: 'a', operator: 'gt' }, 'value', "Setting 'value' is missing: every row passes"],
    [
      'filter',
      { conditions: [{ field: 'a', operator: 'gt' }] },
      'conditions',
      "Setting 'conditions'[0] asks nothing: 'value' is missing",
    ],
    ['validate', { rules: [{}] }, 'rules', "Setting 'rules'[0]: it asks nothing"],
    [
      'validate',
      { rules: [{ field: 'a', requried: true }] },
      'rules',
      "Setting 'rules'[0]: Setting 'requried' is not known here: it does nothing",
    ],
  ])('of a %s that asks nothing yet: %j', (nodeType, config, setting, message) => {
    expect(between(nodeType, config)).toContainEqual({
      nodeId: 'n',
      field: `config.${setting}`,
      message,
      severity: 'warning',
    })
  })
})

describe('a node that is not run yet', () => {
  it.each<[NodeType, string]>([
    ['branch', 'A branch node is not run yet: take it out to run the flow'],
    ['aggregate', 'An aggregate node is not run yet: take it out to run the flow'],
  ])('%s', (nodeType, message) => {
    expect(between(nodeType, {})).toContainEqual({ nodeId: 'n', field: null, message, severity: 'error' })
  })
})

/** Groups in groups, so many. */
function nested(depth: number): object[] {
  return depth === 1 ? [] : [{ type: 'AND', conditions: nested(depth - 1) }]
}
