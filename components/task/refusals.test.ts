import { expect, it } from 'vitest'
import { groupedRefusals } from './refusals'

it('says each reason once', () => {
  expect(groupedRefusals(['Task not found', 'Task not found'])).toBe('Task not found.')
  expect(groupedRefusals(['No', 'Task not found', 'Task not found.'.slice(0, -1)])).toBe('Task not found (2). No (1).')
})
