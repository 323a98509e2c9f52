import { expect, it } from 'vitest'
import { reachOf } from './api-key'

it('reachOf tells the lower of the key’s role and the member’s, and why', () => {
  const vera = { name: 'Vera', role: 'viewer' as const }
  const ed = { name: 'Ed', role: 'editor' as const }
  const ada = { name: 'Ada', role: 'admin' as const }
  expect(reachOf('admin', true, ada)).toBe('Reads and writes everything, also keys and the fields of objects.')
  expect(reachOf('admin', true, ed)).toBe('Reads and writes boards, records and data pipelines, as Ed is an editor.')
  expect(reachOf('editor', true, ada)).toBe('Reads and writes boards, records and data pipelines.')
  expect(reachOf('editor', true, vera)).toBe('Reads, and changes nothing, as Vera is a viewer.')
  expect(reachOf('admin', false, vera)).toBe('Reads, and changes nothing.')
  expect(reachOf('viewer', true, ada)).toBe('Reads, and changes nothing.')
  expect(reachOf('editor', true, undefined)).toBe('Reads and writes boards, records and data pipelines.')
})
