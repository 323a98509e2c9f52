import { expect, it } from 'vitest'
import { recordHref } from './record-href'

it('leads to the board that a record stands on, else to its own page', () => {
  expect(recordHref('acme', { type: 'opportunities', id: 'd1', pipeline_id: 'p1' })).toBe('/acme/boards/p1?record=d1')
  expect(recordHref('acme', { type: 'contacts', id: 'c1', pipeline_id: null })).toBe('/acme/records/contacts/c1')
  expect(recordHref('acme', { type: 'contacts', id: 'c1' })).toBe('/acme/records/contacts/c1')
})
