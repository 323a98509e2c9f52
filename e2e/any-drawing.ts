import fc from 'fast-check'
import { expect } from 'vitest'
import { openTransaction } from '@/lib/db/transaction'
import { createFlow } from '@/lib/domain/flow/create'
import type { Drawing } from '@/lib/domain/flow/drawing'
import { type FlowRow, nodeTypes } from '@/lib/domain/flow/flow'
import { updateFlow } from '@/lib/domain/flow/update'
import { Refusal } from '@/lib/domain/refusal'
import type { Luck } from './random-requests'
import { installation } from './workspace'

const config = fc.oneof(
  fc.constant({}),
  fc.record(
    {
      type: fc.constantFrom('rename', 'rename_field', 'cast', 'drop', 'mask_pii', 'nonsense', 7, null),
      from: fc.constantFrom('a', '', null, 1, ['a']),
      to: fc.string({ unit: 'grapheme' }),
      fields: fc.constantFrom(['a'], [], 'a', [1]),
      constructor: fc.jsonValue({ maxDepth: 2 }),
    },
    { requiredKeys: [], noNullPrototype: true },
  ),
)

/** Drawings of few names, so that ids repeat, edges point at nothing, are drawn twice and go round. */
export const drawings: fc.Arbitrary<Drawing> = fc.integer({ min: 1, max: 9 }).chain((names) => {
  const id = fc.nat(names).map((at) => `n${at}`)
  return fc.record({
    nodes: fc.oneof(
      { weight: 3, arbitrary: fc.uniqueArray(node(id), { selector: (each) => each.id, maxLength: 9 }) },
      { weight: 1, arbitrary: fc.array(node(id), { maxLength: 9 }) },
    ),
    edges: fc.array(fc.record({ source: id, target: id, label: fc.constantFrom('', 'yes') }), { maxLength: 5 }),
  })
})

const node = (id: fc.Arbitrary<string>) =>
  fc.record(
    {
      id,
      nodeType: fc.constantFrom(...nodeTypes),
      label: fc.string({ unit: 'grapheme', maxLength: 20 }).filter((text) => !text.includes('\0')),
      config,
      position: fc.record({ x: fc.double({ min: -1e9, max: 1e9, noNaN: true }), y: fc.integer({ min: -9, max: 9 }) }),
    },
    { requiredKeys: ['id', 'nodeType'], noNullPrototype: true },
  )

/** Whether DECISIONS has a drawing kept: each rule by the plainest way to ask it. */
export function isDrawable({ nodes, edges }: Drawing): boolean {
  const ids = nodes.map(({ id }) => id)
  const marks = edges.map(({ source, target, label = '' }) => `${source} ${target} ${label}`)
  const known = edges.every(({ source, target }) => ids.includes(source) && ids.includes(target))
  if (new Set(ids).size < ids.length || new Set(marks).size < marks.length || !known) return false
  // Without a cycle, something among what is left always has nothing leading to it.
  let left = ids
  for (;;) {
    const free = left.filter((id) => !edges.some(({ source, target }) => target === id && left.includes(source)))
    if (left.length === 0) return true
    if (free.length === 0) return false
    left = left.filter((id) => !free.includes(id))
  }
}

/** Draws any flow, anew or over one that is there: it is refused and changes nothing, or it is kept as it was given. */
export async function drawAny(
  place: { workspaceId: string; connectorId: string; objectId: string },
  luck: Luck,
): Promise<{ kept: number; refused: number }> {
  const { workspaceId, connectorId, objectId } = place
  const caller = { workspaceId, actor: installation, requestId: null }
  const make = (drawing: Drawing) =>
    openTransaction(caller, (tx) => createFlow(tx, { name: 'Any', connectorId, objectId, ...drawing }))
  const old = await make({ nodes: [{ id: 'a', nodeType: 'source' }], edges: [] })
  const redraw = (drawing: Drawing) => openTransaction(caller, (tx) => updateFlow(tx, old.id, drawing))
  const counts = { kept: 0, refused: 0 }
  await fc.assert(
    fc.asyncProperty(drawings, fc.boolean(), async (drawing, anew) => {
      const outcome = await (anew ? make : redraw)(drawing).catch((error: unknown) => {
        if (error instanceof Refusal && error.kind === 'invalid') return null
        throw error
      })
      expect(outcome !== null).toBe(isDrawable(drawing))
      if (outcome) expectDrawn(outcome, drawing)
      counts[outcome ? 'kept' : 'refused']++
    }),
    luck,
  )
  return counts
}

function expectDrawn(flow: FlowRow, { nodes, edges }: Drawing): void {
  const given = nodes.map(({ nodeType, label = '', config = {} }) => ({ nodeType, label, config }))
  // JSON knows no -0.
  expect(flow.nodes.map(({ nodeType, label, config }) => ({ nodeType, label, config }))).toEqual(
    JSON.parse(JSON.stringify(given)),
  )
  for (const [at, { position }] of nodes.entries()) {
    if (position) expect(flow.nodes[at]?.position).toEqual(JSON.parse(JSON.stringify(position)))
  }
  const stored = new Map(nodes.map(({ id }, at) => [id, flow.nodes[at]?.id]))
  expect(flow.edges.map(({ source, target, label }) => [source, target, label])).toEqual(
    edges.map(({ source, target, label = '' }) => [stored.get(source), stored.get(target), label]),
  )
  const ids = flow.nodes.map(({ id }) => id)
  for (const { nodeId, message } of flow.problems) {
    expect(nodeId === null || ids.includes(nodeId)).toBe(true)
    expect(message).not.toBe('')
  }
}
