import { describe, expect, it } from 'vitest'
import { dueOn, partsOf } from './due'
import { snoozesFor } from './snooze'

const zone = 'Asia/Kathmandu'
const put = (now: string, due: Date | null = null) =>
  snoozesFor(due, new Date(now), zone).map(({ name, due }) => {
    const { day, clock } = partsOf(due, zone)
    return [name, clock === null ? day : `${day} ${clock}`].join(': ')
  })

describe('the days to put a task off to', () => {
  it('are a full hour today, tomorrow and the next monday', () => {
    // Wednesday, 9:07 in Kathmandu, which is 5:45 ahead.
    expect(put('2026-11-18T03:22:00Z')).toEqual([
      'Later today: 2026-11-18 13:00',
      'Tomorrow: 2026-11-19',
      'Next week: 2026-11-23',
    ])
    expect(put('2026-11-18T03:15:00Z')[0]).toBe('Later today: 2026-11-18 12:00')
  })

  it('keep the time that the task has', () => {
    expect(put('2026-11-18T03:22:00Z', dueOn('2026-11-02', '14:30', zone)).slice(1)).toEqual([
      'Tomorrow: 2026-11-19 14:30',
      'Next week: 2026-11-23 14:30',
    ])
    expect(put('2026-11-18T03:22:00Z', dueOn('2026-11-02', null, zone))[1]).toBe('Tomorrow: 2026-11-19')
  })

  it('have no later when today is nearly over', () => {
    expect(put('2026-11-18T15:15:00Z')[0]).toBe('Tomorrow: 2026-11-19')
    expect(put('2026-11-18T14:15:00Z')[0]).toBe('Later today: 2026-11-18 23:00')
    expect(put('2026-11-18T14:16:00Z')[0]).toBe('Tomorrow: 2026-11-19')
  })

  it('have no next week on a sunday, when it is tomorrow, and one in seven days on a monday', () => {
    expect(put('2026-11-22T03:22:00Z').slice(1)).toEqual(['Tomorrow: 2026-11-23'])
    expect(put('2026-11-23T03:22:00Z')[2]).toBe('Next week: 2026-11-30')
  })
})
