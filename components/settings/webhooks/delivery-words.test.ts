import { expect, it } from 'vitest'
import { attemptsInWords, outcomeInWords } from './delivery-words'

const now = new Date('2026-11-22T10:00:00Z')
const attempt = { at: '2026-11-22T09:59:00Z', milliseconds: 12, status_code: null, response: null, error: null }
const answered = { ...attempt, status_code: 503, response: 'busy' }
const refused = { ...attempt, error: 'Nothing listens at this address.' }
const disabled = { ...attempt, milliseconds: null, error: 'The webhook was disabled.' }

it.each([
  ['pending', [], '2026-11-22T09:59:59Z', 'To be sent now.'],
  ['pending', [answered], '2026-11-22T10:02:00Z', 'Answered 503. Next attempt in 2 minutes.'],
  [
    'pending',
    [answered, refused],
    '2026-11-22T10:00:20Z',
    'Nothing listens at this address. Next attempt in 20 seconds.',
  ],
  ['delivered', [{ ...answered, status_code: 204 }], null, 'Answered 204.'],
  ['failed', [answered, disabled], null, 'The webhook was disabled.'],
] as const)('a %s delivery after %j says its outcome', (status, attempts, next_attempt_at, said) => {
  expect(outcomeInWords({ status, attempts: [...attempts], next_attempt_at }, now)).toBe(said)
})

it('attemptsInWords counts what was sent, as far as the log goes back', () => {
  expect(attemptsInWords([])).toBe('No attempt')
  expect(attemptsInWords([disabled])).toBe('No attempt')
  expect(attemptsInWords([answered, disabled])).toBe('1 attempt')
  expect(attemptsInWords(Array(20).fill(answered))).toBe('20 or more attempts')
})
