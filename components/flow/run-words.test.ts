import { describe, expect, it } from 'vitest'
import type { Run } from './flow'
import { durationInWords, durationOf, outcomeInWords, standingOf } from './run-words'

const run = (more: object): Run => ({
  ...{
    id: 'r',
    pipelineId: 'p',
    status: 'completed',
    trigger: 'manual',
    createdAt: '',
    startedAt: null,
    completedAt: null,
  },
  ...{
    error: null,
    replayOf: null,
    ignoredFields: [],
    rows: { in: 0, out: 0, rejected: 0, skipped: 0, added: 0, staged: 0 },
  },
  records: { created: 0, updated: 0, unchanged: 0 },
  ...more,
})

describe('what a run did', () => {
  it('tells all that is more than nothing', () => {
    const rows = { in: 8803, out: 8800, rejected: 3, skipped: 0 }
    expect(outcomeInWords(run({ rows, records: { created: 8800, updated: 0, unchanged: 0 } }))).toBe(
      '8,800 created, 3 rejected',
    )
  })

  it('says that there was nothing, or why it failed', () => {
    expect(outcomeInWords(run({}))).toBe('There were no rows')
    expect(outcomeInWords(run({ status: 'pending' }))).toBe('Nothing was read yet')
    expect(outcomeInWords(run({ status: 'failed', error: 'The file is not there' }))).toBe('The file is not there')
  })

  it('is not simply complete with rows rejected', () => {
    const rows = { in: 2, out: 1, rejected: 1, skipped: 0 }
    expect(standingOf(run({ rows }))).toEqual({ words: 'Completed, 1 row rejected', tone: 'soon' })
    expect(standingOf(run({ rows, status: 'failed' }))).toEqual({ words: 'Failed', tone: 'bad' })
  })
})

describe('a duration', () => {
  it.each([
    [0.2, '0 s'],
    [59.6, '1 min'],
    [200, '3 min 20 s'],
    [7500, '2 h 5 min'],
    [7200, '2 h'],
  ])('of %d seconds is %s', (seconds, words) => expect(durationInWords(seconds)).toBe(words))

  it('of a run that goes on ends now, and one that has not begun has none', () => {
    const now = new Date('2026-11-22T10:01:00Z')
    expect(durationOf({ startedAt: '2026-11-22T10:00:00Z', completedAt: null }, now)).toBe('1 min')
    expect(durationOf({ startedAt: '2026-11-22T10:00:00Z', completedAt: '2026-11-22T10:00:05Z' }, now)).toBe('5 s')
    expect(durationOf({ startedAt: null, completedAt: null }, now)).toBeNull()
  })
})
