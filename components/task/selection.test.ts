import { expect, it } from 'vitest'
import { among, extended, nothing, type Selection, toggled } from './selection'

const order = ['a', 'b', 'c', 'd', 'e']
const picked = ({ ids }: Selection) => [...ids].sort().join('')

it('picks one by one, and puts back', () => {
  const two = toggled(toggled(nothing, 'b'), 'd')
  expect([picked(two), two.anchor]).toEqual(['bd', 'd'])
  expect(picked(toggled(two, 'b'))).toBe('d')
})

it('picks a range either way from where it began, and keeps what was picked', () => {
  const from = toggled(toggled(nothing, 'a'), 'c')
  expect(picked(extended(from, 'e', order))).toBe('acde')
  expect(picked(extended(extended(from, 'e', order), 'b', order))).toBe('abcde')
  expect(picked(extended(from, 'a', order))).toBe('abc')
  expect(extended(nothing, 'b', order)).toEqual({ ids: new Set(['b']), anchor: 'b' })
  expect(picked(extended({ ids: new Set(), anchor: 'gone' }, 'b', order))).toBe('b')
})

it('loses what has left the list, and its beginning with it', () => {
  const two = toggled(toggled(nothing, 'b'), 'd')
  expect(among(two, order)).toBe(two)
  expect(among(two, ['a', 'b'])).toEqual({ ids: new Set(['b']), anchor: null })
})
