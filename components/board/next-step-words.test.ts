import { describe, expect, it } from 'vitest'
import type { NextTask } from './board'
import { nextStepWords } from './next-step-words'

const task = (more: Partial<NextTask>): NextTask => ({
  id: 't',
  title: 'Ask Bea',
  dueDate: null,
  action: null,
  assignedToId: null,
  ...more,
})

describe('nextStepWords', () => {
  const reading = { today: '2026-11-22', zone: 'Asia/Tokyo', locale: 'de' }

  it('says when by the reader’s clock, and is late only once the day is over there', () => {
    // A minute past midnight in Tokyo, the day before in London.
    const early = task({ dueDate: '2026-11-21T15:01:00.000Z' })
    expect(nextStepWords(early, reading)).toEqual({
      due: 'Heute 00:01',
      overdue: false,
      sentence: 'Task: Ask Bea, due Sonntag, 22. November 2026 um 00:01',
    })
    expect(nextStepWords(early, { ...reading, today: '2026-11-23' })).toEqual({
      due: 'Gestern',
      overdue: true,
      sentence: 'Task: Ask Bea, overdue since Sonntag, 22. November 2026 um 00:01',
    })
    expect(nextStepWords(early, { ...reading, zone: 'Europe/London' })).toMatchObject({
      due: 'Gestern',
      overdue: true,
    })
  })

  it('says what kind of thing it is, and when it has no date', () => {
    expect(nextStepWords(task({ action: 'linkedin_message' }), reading)).toEqual({
      due: 'No date',
      overdue: false,
      sentence: 'LinkedIn message: Ask Bea, without a date',
    })
  })

  it('names a day without a time, and one far off with its year when it is another', () => {
    expect(nextStepWords(task({ dueDate: '2026-11-23T14:59:00.000Z' }), reading).due).toBe('Morgen')
    expect(nextStepWords(task({ dueDate: '2027-03-05T05:00:00.000Z' }), reading).due).toBe('5. März 2027 14:00')
  })
})
