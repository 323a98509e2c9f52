import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rankBetween, ranksAfter } from './rank'

describe('rankBetween', () => {
  it('lies strictly between its neighbours wherever a card is inserted', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 300 }), (spots) => {
        const ranks: string[] = []
        for (const spot of spots) {
          const at = Math.round(spot * ranks.length)
          ranks.splice(at, 0, rankBetween(ranks[at - 1] ?? null, ranks[at] ?? null))
        }
        for (let i = 1; i < ranks.length; i++) expect((ranks[i - 1] as string) < (ranks[i] as string)).toBe(true)
      }),
    )
  })

  it('grows by about one byte in six inserts at one spot', () => {
    let low: string = rankBetween(null, null)
    const high = rankBetween(low, null)
    for (let i = 0; i < 250; i++) low = rankBetween(low, high)
    expect(low.length).toBeLessThanOrEqual(60)
  })

  it('grows with the logarithm of the number of appends and prepends', () => {
    const ranks = ranksAfter(null, 10_000)
    expect(Math.max(...ranks.map((rank) => rank.length))).toBeLessThanOrEqual(4)
    let first: string | null = null
    for (let i = 0; i < 10_000; i++) first = rankBetween(null, first)
    expect((first as string).length).toBeLessThanOrEqual(4)
  })

  it('refuses neighbours that are out of order', () => {
    expect(() => rankBetween('a1', 'a0')).toThrow('no rank fits')
  })
})
