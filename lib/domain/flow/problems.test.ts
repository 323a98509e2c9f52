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
        message: "Connector 'Customers': Setting 'url' is missing",
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
          [node('a', 'source'), node('t', 'target'), node('f', 'filter', { field: 'x' })],
          [edge('a', 't'), edge('a', 'f')],
        ),
      ),
    ).toEqual([['f', null, 'warning']])
  })

  it('warns of two edges between the same nodes, unless they leave a branch', () => {
    const twice = [edge('s', 'b', '1'), edge('s', 'b', '2'), edge('b', 't', 'yes'), edge('b', 't', 'no')]
    const found = problems([node('s', 'source'), node('b', 'branch', { field: 'x' }), node('t', 'target')], twice)
    expect(brief(found)).toEqual([['b', 'edges', 'warning']])
  })
})

describe('a config', () => {
  it.each(nodeTypes)('of a %s may be empty, and is no error', (nodeType) => {
    const found = between(nodeType, {}).filter(({ nodeId, field }) => nodeId === 'n' && field?.startsWith('config'))
    expect(found.filter(({ severity }) => severity === 'error')).toEqual([])
  })

  it('with what nobody knows is reported, node, field and all', () => {
    expect(between('filter', { field: 'x', operater: 'gt', constructor: 1 })).toEqual([
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

  it.each([
    { type: 'rename_field', from: 'a', to: 'b' },
    { type: 'cast', field: 'age', to: 'number' },
    { type: 'expression', field: 'total', expression: 'price * count' },
    { type: 'drop', fields: ['a', 'b'] },
    { type: 'add_field', field: 'source', value: 'import' },
    { type: 'map_values', field: 'state', values: { ca: 'California' } },
    { type: 'split', field: 'name', separator: ' ', into: ['first', 'last'] },
    { type: 'merge', fields: ['first', 'last'], separator: ' ', into: 'name' },
    { type: 'hash', fields: ['email'] },
    { type: 'mask_pii', fields: ['phone'] },
    { type: 'deduplicate', keys: ['email'] },
  ])('of a finished transform has no problem: $type', (config) => {
    expect(between('transform', config)).toEqual([])
  })
})
