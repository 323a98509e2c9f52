import { expect, it } from 'vitest'
import { apiNameOf } from './api-name'

it.each([
  ['Shoe size (EU)', 'shoe_size_eu'],
  ['Größe', 'gro_e'],
  ['2nd phone', 'nd_phone'],
  ['年齢', 'field'],
  ['__x__', 'x'],
])('%s is %s', (label, name) => expect(apiNameOf(label)).toBe(name))
