import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { emptyRow, rowFrom, rowOf, soundRow } from './row'

const harmful = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'prototype', 'valueOf']

describe('a row', () => {
  it('keeps its fields in their order, and no field reads as undefined', () => {
    const row = rowOf(['b', 'a', ''], [1, 'x', null])
    expect(Object.entries(row)).toEqual([
      ['b', 1],
      ['a', 'x'],
      ['', null],
    ])
    for (const name of harmful) expect(row[name]).toBeUndefined()
  })

  it('has whole numbers first, which no object of JavaScript can help', () => {
    expect(Object.keys(rowOf(['b', '10', '-1', '2', '01'], [1, 2, 3, 4, 5]))).toEqual(['2', '10', 'b', '-1', '01'])
  })

  it('takes null for a value that lacks, and the later of two of one name', () => {
    expect(Object.entries(rowOf(['a', 'b', 'a'], [1]))).toEqual([
      ['a', null],
      ['b', null],
    ])
    expect(rowOf(['a', 'a'], [1, 2])).toEqual({ a: 2 })
  })

  it('is harmed by no name, and harms no other', () => {
    const row = rowOf(harmful, [{ polluted: true }, 1, 2, 3, 4, 5])
    expect(Object.keys(row)).toEqual(harmful)
    expect(row[harmful[0] as string]).toEqual({ polluted: true })
    expect(row.polluted).toBeUndefined()
    expect(JSON.stringify(row)).toBe(
      '{"__proto__":{"polluted":true},"constructor":1,"toString":2,"hasOwnProperty":3,"prototype":4,"valueOf":5}',
    )
    expect(emptyRow().polluted).toBeUndefined()
    expect(() => Object.assign(Object.getPrototypeOf(row), { polluted: true })).toThrow(TypeError)
  })

  it('is what JSON says, whatever it says', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.oneof(fc.string(), fc.constantFrom(...harmful)), fc.jsonValue({ maxDepth: 2 })),
        (object) => {
          const text = JSON.stringify(object)
          const row = rowFrom(JSON.parse(text))
          expect(JSON.stringify(row)).toBe(text)
          expect(soundRow(row)).toBe(row)
          expect(JSON.stringify(soundRow(JSON.parse(text)))).toBe(text)
        },
      ),
    )
  })
})
