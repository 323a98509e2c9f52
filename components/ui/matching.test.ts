import { expect, it } from 'vitest'
import { matching } from './matching'

const options = [
  { value: '1', label: 'America/New York', note: 'GMT-5' },
  { value: '2', label: 'America/São Paulo', note: 'GMT-3' },
  { value: '3', label: 'Europe/Paris', note: 'GMT+1' },
]
const found = (typed: string) => matching(options, typed).map(({ value }) => value)

it('finds by any words of the name, in any order, without case and accents', () => {
  expect(found('new york')).toEqual(['1'])
  expect(found('york AMERICA')).toEqual(['1'])
  expect(found('sao_paulo')).toEqual(['2'])
  expect(found('São')).toEqual(['2'])
  expect(found('europe/par')).toEqual(['3'])
  expect(found('gmt-5')).toEqual(['1'])
  expect(found('  ')).toEqual(['1', '2', '3'])
  expect(found('paris america')).toEqual([])
})
