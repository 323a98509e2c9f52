import { describe, expect, it, vi } from 'vitest'
import type { Config } from '../../connector/settings'
import { rowFrom } from '../row'
import { compileFlow } from './compile'
import { arrived, chainOf, context, type Drawn, type Fields, flowOf, itemsOf, node, run } from './flow.fixture'
import { memoryIo } from './memory-io'

const phasesOf = (flow: Drawn) => compileFlow(flow, context).phases.map((reads) => reads.map(({ nodeId }) => nodeId))
const rows = (...ids: number[]): Fields[] => ids.map((id) => ({ id }))
const set = (field: string, value: string) => ({ type: 'add_field', field, value })
const ids = (outcome: Awaited<ReturnType<typeof run>>, target = 'out') => arrived(outcome, target).map(({ id }) => id)

describe('a flow', () => {
  it('without nodes takes rows from its connector to its object as they are', async () => {
    const flow = flowOf([], [])
    const program = compileFlow(flow, context)
    expect(program.phases).toEqual([[{ nodeId: 'source', connectorId: 'connector', config: {} }]])
    expect(program.targets).toEqual([{ nodeId: 'target', object: 'contacts', mode: 'append', keys: [] }])
    const outcome = await run(flow, { source: [{ a: 1 }, 'broken'] })
    expect(arrived(outcome, 'target')).toEqual([{ a: 1 }])
    expect(outcome.rejects).toEqual([{ number: 2, nodeId: null, reason: 'It has too few cells', original: 'broken' }])
  })

  it('knows what to read, and where rows arrive', () => {
    const own = { ...node('b', 'source', { table: 'deals' }), connectorId: 'other' }
    const flow = flowOf(
      [
        node('a', 'source'),
        own,
        node('t', 'target', { mode: 'update', keys: ['email'] }),
        node('u', 'target', { schemaId: 'deals', keys: ['name'] }),
        node('v', 'target', { mode: 'upsert' }),
      ],
      ['a t', 'b u', 'b v'],
    )
    const program = compileFlow(flow, context)
    expect(program.phases).toEqual([
      [
        { nodeId: 'a', connectorId: 'connector', config: {} },
        { nodeId: 'b', connectorId: 'other', config: { table: 'deals' } },
      ],
    ])
    expect(program.targets).toEqual([
      { nodeId: 't', object: 'contacts', mode: 'update', keys: ['email'] },
      { nodeId: 'u', object: 'deals', mode: 'upsert', keys: ['name'] },
      { nodeId: 'v', object: 'contacts', mode: 'upsert', keys: ['external_id'] },
    ])
  })

  it.each<[string, Drawn, string]>([
    [
      'a wrong setting',
      chainOf(['transform', { type: 'cast', field: 'a', to: 'nonsense' }]),
      "Setting 'to' must be one of",
    ],
    ['a wrong expression', chainOf(['filter', { expression: 'a >' }]), 'is wrong at line 1, character 4'],
    ['what is not run yet', chainOf(['branch', { field: 'a' }]), 'A branch node is not run yet'],
    ['no target', flowOf([node('in', 'source')], []), 'There is no target'],
    [
      'a node that nothing reaches',
      flowOf([node('in', 'source'), node('out', 'target'), node('x', 'filter')], ['in out']),
      'Nothing reaches this node',
    ],
    [
      'a cycle',
      flowOf(
        [node('in', 'source'), node('a', 'filter'), node('b', 'filter'), node('out', 'target')],
        ['in a', 'a b', 'b a', 'b out'],
      ),
      'must not form a cycle',
    ],
  ])('with %s is refused', (_, flow, message) => {
    expect(() => compileFlow(flow, context)).toThrow(message)
  })

  it('maps the fields of a row to those of the object', async () => {
    const flow = flowOf(
      [node('in', 'source'), node('out', 'target', { fields: { Name: 'name', mail: 'email', x: 'y' } })],
      ['in out'],
    )
    const outcome = await run(flow, { in: [{ mail: 'a', Name: 'b', z: 'c' }] })
    expect(arrived(outcome)).toEqual([{ name: 'b', email: 'a' }])
    expect(outcome.passed.get('out')?.[0]?.original).toEqual({ mail: 'a', Name: 'b', z: 'c' })
  })

  it('is done in the order of its edges, not of its nodes', async () => {
    const nodes = [
      node('out', 'target'),
      node('upper', 'transform', { type: 'expression', field: 'a', expression: 'a.upper()' }),
      node('add', 'transform', { type: 'expression', field: 'a', expression: 'a + "b"' }),
      node('in', 'source'),
    ]
    expect(arrived(await run(flowOf(nodes, ['upper out', 'add upper', 'in add']), { in: [{ a: 'a' }] }))).toEqual([
      { a: 'AB' },
    ])
    expect(arrived(await run(flowOf(nodes, ['add out', 'upper add', 'in upper']), { in: [{ a: 'a' }] }))).toEqual([
      { a: 'Ab' },
    ])
  })
})

describe('rejects', () => {
  it('name the node, the reason and the row as it was read, and stop no other', async () => {
    const flow = chainOf(
      ['transform', { type: 'rename', from: 'amount', to: 'value' }],
      ['transform', { type: 'cast', field: 'value', to: 'number' }],
      ['validate', { field: 'value', operator: 'gt', value: 0 }],
    )
    const outcome = await run(flow, {
      in: [{ amount: '5' }, { amount: 'abc' }, 'x,y', { amount: '-1' }, { amount: '7' }],
    })
    expect(outcome.rejects).toEqual([
      { number: 2, nodeId: 'n1', reason: "'abc' is not a number: field 'value'", original: { amount: 'abc' } },
      { number: 3, nodeId: 'in', reason: 'It has too few cells', original: 'x,y' },
      { number: 4, nodeId: 'n2', reason: "Field 'value' must be more than 0, and is -1", original: { amount: '-1' } },
    ])
    expect(arrived(outcome)).toEqual([{ value: 5 }, { value: 7 }])
    expect(outcome).toMatchObject({ read: 5, skipped: 0, staged: 0, added: 0, repeated: 0 })
  })
})

describe('where ways part and come together', () => {
  const diamond = (edges: string[]) =>
    flowOf(
      [
        node('in', 'source'),
        node('a', 'transform', set('via', 'a')),
        node('b', 'transform', set('via', 'b')),
        node('c', 'filter', { expression: 'id > 1' }),
        node('out', 'target'),
      ],
      edges,
    )

  it.each([1, 2, 100])(
    'rows are in their order, and those of one row in that of the edges: batches of %d',
    async (size) => {
      const via = async (edges: string[]) =>
        arrived(await run(diamond(edges), { in: rows(1, 2) }, { size })).map(({ id, via = '-' }) => `${id}${via}`)
      expect(await via(['in a', 'in b', 'a c', 'b c', 'c out'])).toEqual(['2a', '2b'])
      expect(await via(['in a', 'in b', 'a out', 'c out', 'b out', 'in c'])).toEqual(['1a', '1b', '2a', '2-', '2b'])
      expect(await via(['in a', 'in b', 'b out', 'a out', 'a c'])).toEqual(['1b', '1a', '2b', '2a'])
    },
  )

  it('every row is counted', async () => {
    const outcome = await run(diamond(['in a', 'in b', 'in c', 'a out', 'b out', 'c out']), { in: rows(1, 2) })
    expect(outcome).toMatchObject({ read: 2, added: 4, skipped: 1 })
    expect(ids(outcome)).toEqual([1, 1, 2, 2, 2])
  })

  it('two edges between two nodes are two ways', async () => {
    const outcome = await run(flowOf([node('in', 'source'), node('out', 'target')], ['in out a', 'in out b']), {
      in: rows(1, 2),
    })
    expect(ids(outcome)).toEqual([1, 1, 2, 2])
    expect(outcome.added).toBe(2)
  })

  it('several targets have the same rows, and a change for one does not show at another', async () => {
    const flow = flowOf(
      [node('in', 'source'), node('a', 'transform', set('via', 'a')), node('out', 'target'), node('other', 'target')],
      ['in a', 'a out', 'in other'],
    )
    const outcome = await run(flow, { in: rows(1) })
    expect([arrived(outcome), arrived(outcome, 'other')]).toEqual([[{ id: 1, via: 'a' }], [{ id: 1 }]])
  })

  it('what no edge takes on leaves quietly, and what comes to a source or behind a target is nothing', async () => {
    const flow = flowOf(
      [
        node('in', 'source'),
        node('in2', 'source'),
        node('a', 'filter'),
        node('b', 'filter'),
        node('out', 'target'),
        node('c', 'filter'),
      ],
      ['in a', 'in out', 'b in2', 'in b', 'in2 out', 'out c'],
    )
    const outcome = await run(flow, { in: rows(1, 2), in2: rows(3) })
    expect(ids(outcome)).toEqual([1, 2, 3])
    expect(outcome).toMatchObject({ read: 3, added: 4, skipped: 4, rejects: [] })
  })

  it('doubled without end, a batch is rejected whole', async () => {
    const count = 40
    const nodes = [node('in', 'source'), node('out', 'target')]
    const edges: string[] = []
    for (let at = 0; at < count; at++) {
      const before = at === 0 ? 'in' : `c${at - 1}`
      nodes.push(node(`a${at}`, 'filter'), node(`b${at}`, 'filter'), node(`c${at}`, 'filter'))
      edges.push(`${before} a${at}`, `${before} b${at}`, `a${at} c${at}`, `b${at} c${at}`)
    }
    const outcome = await run(flowOf(nodes, [...edges, `c${count - 1} out`]), { in: [...rows(1, 2), 'broken'] })
    expect(outcome.rejects.map(({ number, reason }) => [number, reason])).toEqual(
      [1, 2, 3].map((number) => [number, 'The rows become too many where they are joined or copied']),
    )
    expect(outcome).toMatchObject({ read: 3, skipped: 0, added: 0, staged: 0, repeated: 0 })
    expect(outcome.passed.size).toBe(0)
  })
})

describe('phases', () => {
  const join = (id: string, config: Config = { keys: ['id'] }) => node(id, 'join', config)
  const source = (id: string) => node(id, 'source')

  it('are one where nothing is joined', () => {
    expect(phasesOf(flowOf([source('a'), source('b'), node('out', 'target')], ['b out', 'a out']))).toEqual([
      ['a', 'b'],
    ])
  })

  it('have right sides first, and a join below a join later still', () => {
    const nodes = [source('l'), source('r'), source('rr'), join('j'), join('jj'), node('out', 'target')]
    expect(phasesOf(flowOf(nodes, ['l j', 'r j', 'j jj', 'rr jj', 'jj out']))).toEqual([['r', 'rr'], ['l']])
    // The right side of one is the result of another.
    expect(phasesOf(flowOf(nodes, ['l jj', 'r j', 'rr j', 'j jj', 'jj out']))).toEqual([['rr'], ['r'], ['l']])
  })

  it('read a source twice that feeds both sides, and tell of its rows once', async () => {
    const nodes = [
      source('s'),
      node('v', 'validate', { expression: 'id > 1' }),
      node('d', 'transform', { type: 'deduplicate', keys: ['id'] }),
      node('f', 'filter', { expression: 'id != 4' }),
      node('r', 'transform', { type: 'rename', from: 'name', to: 'other' }),
      join('j'),
      node('out', 'target'),
    ]
    const flow = flowOf(nodes, ['s v', 'v d', 'd f', 'f j', 'f r', 'r j', 'j out'])
    expect(phasesOf(flow)).toEqual([['s'], ['s']])
    const given = [
      { id: 1, name: 'a' },
      { id: 2, name: 'b' },
      'broken',
      { id: 2, name: 'c' },
      { id: 3, name: 'd' },
      { id: 4, name: 'e' },
    ]
    for (const size of [1, 2, 100]) {
      const outcome = await run(flow, { s: given }, { size })
      expect(arrived(outcome)).toEqual([
        { id: 2, name: 'b', other: 'b' },
        { id: 3, name: 'd', other: 'd' },
      ])
      expect(outcome.rejects.map(({ number, nodeId }) => [number, nodeId])).toEqual([
        [1, 'v'],
        [3, 's'],
      ])
      // In the second phase the same four are rejected and skipped again, and not told again.
      expect(outcome).toMatchObject({ read: 12, skipped: 2, staged: 2, repeated: 4, added: 0 })
    }
  })

  it('give the right side only what it is for, and the rest to the others once', async () => {
    const nodes = [source('s'), source('l'), join('j'), node('out', 'target'), node('all', 'target')]
    const flow = flowOf(nodes, ['l j', 's j', 'j out', 's all'])
    expect(phasesOf(flow)).toEqual([['s'], ['s', 'l']])
    const outcome = await run(flow, { s: rows(1, 2, 3), l: rows(2, 9) })
    expect([ids(outcome), ids(outcome, 'all')]).toEqual([[2], [1, 2, 3]])
    expect(outcome).toMatchObject({ read: 8, staged: 3, skipped: 1, added: 0, repeated: 0 })
  })

  it('a source is read in none but its own', async () => {
    const nodes = [source('l'), source('r'), join('j'), node('out', 'target')]
    const program = compileFlow(flowOf(nodes, ['l j', 'r j', 'j out']), context)
    await expect(program.process('l', itemsOf([]), memoryIo(), 0)).rejects.toThrow('no source l is read in phase 0')
  })
})

it('lets others have the processor while it is at work', async () => {
  let now = 0
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => now)
  const program = compileFlow(chainOf(['filter', { expression: 'x > 0' }]), context)
  let turns = 0
  const others = () =>
    setImmediate(() => {
      turns++
      if (now < 1000) others()
    })
  others()
  const slow = itemsOf(Array.from({ length: 1000 }, () => ({ x: 1 }))).map((item) => ({
    ...item,
    // Each row takes a millisecond to look at.
    row: Object.defineProperty(rowFrom({}), 'x', { get: () => ++now, enumerable: true }),
  }))
  await program.process('in', slow, memoryIo(), 0)
  clock.mockRestore()
  expect(turns).toBeGreaterThanOrEqual(30)
})

it('a failure of what it asks is no matter of rows', async () => {
  const io = { ...memoryIo(), claim: () => Promise.reject(new Error('the database is away')) }
  await expect(
    run(chainOf(['transform', { type: 'deduplicate', keys: ['id'] }]), { in: rows(1) }, { io }),
  ).rejects.toThrow('the database is away')
})
