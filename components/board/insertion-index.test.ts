import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { insertionIndex, insertionLine } from './insertion-index'

const rows = [
  { start: 4, end: 84 },
  { start: 92, end: 212 },
  { start: 220, end: 260 },
]

describe('insertionIndex', () => {
  it('counts the rows whose middle lies above', () => {
    expect([-50, 0, 43, 45, 151, 153, 239, 241, 9000].map((y) => insertionIndex(rows, y))).toEqual([
      0, 0, 0, 1, 1, 2, 2, 3, 3,
    ])
    expect(insertionIndex([], 10)).toBe(0)
  })

  it('agrees with plain counting for any rows and any height', () => {
    const heights = fc.array(fc.integer({ min: 1, max: 200 }), { maxLength: 300 })
    fc.assert(
      fc.property(heights, fc.integer({ min: -10, max: 40_000 }), (sizes, y) => {
        let top = 0
        const stacked = sizes.map((size) => {
          const row = { start: top, end: top + size }
          top = row.end + 8
          return row
        })
        expect(insertionIndex(stacked, y)).toBe(stacked.filter((row) => (row.start + row.end) / 2 < y).length)
      }),
    )
  })
})

describe('insertionLine', () => {
  it('lies in the gap', () => {
    expect([0, 1, 2, 3].map((index) => insertionLine(rows, index, 8))).toEqual([0, 88, 216, 264])
    expect(insertionLine([], 0, 8)).toBe(0)
  })
})
