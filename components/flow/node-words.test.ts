import { expect, it } from 'vitest'
import type { FlowNode } from './flow'
import { inOrder, nodeInWords, nodeName } from './node-words'

const node = (id: string, nodeType: FlowNode['nodeType'], config = {}, label = ''): FlowNode => ({
  ...{ id, nodeType, config, label },
  position: { x: 0, y: 0 },
})

it('calls a node by its label, else by what it does', () => {
  expect(nodeName(node('a', 'source', {}, 'Supplier'))).toBe('Supplier')
  expect(nodeName(node('a', 'transform', { type: 'map_values' }))).toBe('Map values')
  expect(nodeName(node('a', 'transform'))).toBe('Change')
})

it('tells in a line what a node was told', () => {
  const config = { type: 'rename', from: 'Name', to: 'name', keys: ['a', 'b'], fields: { x: 'y' } }
  expect(nodeInWords(node('a', 'transform', config))).toBe('from: Name, to: name, keys: a, b, fields: x → y')
  expect(nodeInWords(node('a', 'transform', { field: 'x'.repeat(500) })).length).toBeLessThan(170)
})

it('puts nodes in the order of the rows', () => {
  const nodes = [node('out', 'target'), node('mid', 'filter'), node('in', 'source')]
  const edges = [
    { source: 'in', target: 'mid' },
    { source: 'mid', target: 'out' },
  ]
  expect(inOrder(nodes, edges).map(({ id }) => id)).toEqual(['in', 'mid', 'out'])
})
