import { expect, test } from 'vitest'
import type { Cell } from '../flow/row'
import { type ColumnType, columnsOf } from './columns'

test.each<[ColumnType, Cell[]]>([
  ['text', ['Ann', '7']],
  ['text', []],
  ['text', ['', null, ' ']],
  ['number', ['7', '-1.5', '+3', '0', '0.25', 8, '', null]],
  // Codes, and what a locale or a computer makes of numbers.
  ['text', ['01234', '7']],
  ['text', ['1,234.50']],
  ['text', ['1e5']],
  ['text', ['12345678901234567']],
  ['boolean', ['true', 'FALSE', true]],
  ['date', ['2026-02-28', ' 2026-12-24 ']],
  ['text', ['2026-02-30']],
  ['text', ['24/12/2026', '2026-12-24']],
  ['datetime', ['2026-02-28T10:00:00Z', '2026-02-28T10:00:00+02:00']],
  ['email', ['ann@acme.example']],
  ['url', ['https://acme.example/x', 'http://acme.example']],
  ['json', [{ a: 1 }, ['x']]],
  ['text', [{ a: 1 }, 'x']],
])('a column is %s when its cells are %j', (type, cells) => {
  expect(
    columnsOf(
      cells.map((x) => ({ x })),
      ['x'],
    ),
  ).toEqual([{ name: 'x', type }])
})

test('columns come in the order that is known, else in which they come up', () => {
  expect(columnsOf([{ b: 1 }, { a: 'x', b: 2 }], null)).toEqual([
    { name: 'b', type: 'number' },
    { name: 'a', type: 'text' },
  ])
  expect(columnsOf([], ['b', 'a'])).toEqual([
    { name: 'b', type: 'text' },
    { name: 'a', type: 'text' },
  ])
})
