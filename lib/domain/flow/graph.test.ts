import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Refusal } from '../refusal'
import { findCycle, type Link, reachedFrom, refuseUnlessGraph } from './graph'

const edge = (source: string, target: string, label = '') => ({ source, target, label })
const refused = (ids: string[], edges: ReturnType<typeof edge>[]): [string | undefined, string] | null => {
  try {
    refuseUnlessGraph(ids, edges)
    return null
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return [error.details.field, error.message]
  }
}

describe('a graph', () => {
  it('may be empty, a chain, a diamond, in pieces, and in any order', () => {
    expect(refused([], [])).toBeNull()
    expect(refused(['a', 'b', 'c'], [edge('b', 'c'), edge('a', 'b')])).toBeNull()
    expect(refused(['d', 'a', 'b', 'c'], [edge('a', 'b'), edge('a', 'c'), edge('b', 'd'), edge('c', 'd')])).toBeNull()
    expect(refused(['a', 'b', 'c'], [])).toBeNull()
  })

  it('has each node once', () => {
    expect(refused(['a', 'b', 'a'], [])).toEqual(['nodes.2.id', 'is the id of an earlier node too'])
  })

  it('has edges between its own nodes only', () => {
    expect(refused(['a', 'b'], [edge('a', 'b'), edge('a', 'c')])?.[0]).toBe('edges.1.target')
    expect(refused(['a'], [edge('x', 'a')])?.[0]).toBe('edges.0.source')
    expect(refused([], [edge('a', 'b')])?.[0]).toBe('edges.0.source')
    expect(refused(['a', 'b'], [edge('toString', 'b')])?.[0]).toBe('edges.0.source')
  })

  it('has no two edges alike; another label makes another edge', () => {
    expect(refused(['a', 'b'], [edge('a', 'b', 'x'), edge('a', 'b', 'y')])).toBeNull()
    expect(refused(['a', 'b'], [edge('a', 'b', 'x'), edge('a', 'b'), edge('a', 'b', 'x')])).toEqual([
      'edges.2',
      'is the same as edge 0',
    ])
    // Ids that would read alike when they are strung together.
    expect(refused(['a', 'b', 'a b', 'b c', 'c'], [edge('a', 'b c'), edge('a b', 'c')])).toBeNull()
  })

  it('has no cycle, however long, and tells which', () => {
    expect(refused(['a'], [edge('a', 'a')])).toEqual(['edges', 'must not form a cycle: a → a'])
    expect(refused(['a', 'b'], [edge('a', 'b'), edge('b', 'a')])?.[1]).toMatch(/: (a → b → a|b → a → b)$/)
    const ids = Array.from({ length: 200 }, (_, at) => `n${at}`)
    const ring = ids.map((id, at) => edge(id, ids[(at + 1) % 200] as string))
    expect(refused(ids, ring)?.[1].length).toBeLessThan(150)
    expect(refused(ids, ring.slice(1))).toBeNull()
  })
})

const links = fc
  .integer({ min: 0, max: 12 })
  .chain((count) =>
    fc.record({
      ids: fc.constant(Array.from({ length: count }, (_, at) => `n${at}`)),
      pairs: fc.array(fc.tuple(fc.nat(count), fc.nat(count)), { maxLength: 30 }),
    }),
  )
  .map(({ ids, pairs }) => ({
    ids,
    edges: pairs.flatMap(([from, to]): Link[] => {
      const [source, target] = [ids[from], ids[to]]
      return source !== undefined && target !== undefined ? [{ source, target }] : []
    }),
  }))

/** All that can be walked to from each node by one step or more, by the squares of the table of steps. */
function walks(ids: string[], edges: Link[]): Map<string, Set<string>> {
  const found = new Map(ids.map((id) => [id, new Set(edges.filter((e) => e.source === id).map((e) => e.target))]))
  for (const by of ids)
    for (const from of ids) if (found.get(from)?.has(by)) for (const to of found.get(by) ?? []) found.get(from)?.add(to)
  return found
}

describe('any graph', () => {
  it('has a cycle exactly when a node can be walked back to, and the one that is told is one', () => {
    fc.assert(
      fc.property(links, ({ ids, edges }) => {
        const cycle = findCycle(ids, edges)
        const back = [...walks(ids, edges)].some(([from, to]) => to.has(from))
        expect(cycle !== null).toBe(back)
        for (const [at, id] of (cycle ?? []).entries()) {
          const next = cycle?.[(at + 1) % cycle.length]
          expect(edges).toContainEqual({ source: id, target: next })
        }
        expect(new Set(cycle ?? []).size).toBe(cycle?.length ?? 0)
      }),
      { numRuns: 500 },
    )
  })

  it('is reached from some of its nodes as far as they can walk', () => {
    fc.assert(
      fc.property(links, fc.nat(12), ({ ids, edges }, count) => {
        const start = ids.slice(0, count)
        const all = walks(ids, edges)
        expect(reachedFrom(start, edges)).toEqual(
          new Set([...start, ...start.flatMap((id) => [...(all.get(id) ?? [])])]),
        )
      }),
      { numRuns: 300 },
    )
  })
})
