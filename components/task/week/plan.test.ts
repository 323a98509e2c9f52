import { describe, expect, it } from 'vitest'
import { clockIn, dayIn } from '@/components/ui/zone'
import { sectionOf, wholeDay } from '../due'
import { taskOf } from '../task.fixture'
import { dueOnDay, landingIndex, planOf, spotOf } from './plan'
import { weekOf } from './week'

const zone = 'America/New_York'
const today = '2026-11-24'
const place = { today, zone }
const days = weekOf(today, 1, zone)
const due = (id: string, due_date: string | null, more = {}) => taskOf({ id, due_date, ...more })
const done = { is_completed: true, completed_at: '2026-11-24T12:00:00.000Z' }
const whole = (day: string) => wholeDay(day, zone).toISOString()

describe('a week', () => {
  it('has on each day what is due on it by its own clocks, open or done', () => {
    // Until five in the morning of UTC it is the day before in New York.
    const late = due('late', '2026-11-25T04:59:00.000Z')
    const early = due('early', '2026-11-25T05:00:00.000Z')
    expect([spotOf(late, days, place), spotOf(early, days, place)]).toEqual(['2026-11-24', '2026-11-25'])
    expect(spotOf(due('done', early.due_date, done), days, place)).toBe('2026-11-25')
    expect(spotOf(due('overdue, of this week', whole('2026-11-23')), days, place)).toBe('2026-11-23')
  })

  it('has beside it what is overdue from other weeks and what has no date, as long as it is open', () => {
    expect(spotOf(due('a', whole('2026-11-22')), days, place)).toBe('overdue')
    expect(spotOf(due('b', null), days, place)).toBe('undated')
    expect(spotOf(due('c', whole('2026-11-30')), days, place)).toBeNull()
    expect(spotOf(due('d', whole('2026-11-22'), done), days, place)).toBeNull()
    expect(spotOf(due('e', null, done), days, place)).toBeNull()
    // Seen from another week, this one's past days are beside it.
    expect(spotOf(due('f', whole('2026-11-23')), weekOf('2026-12-01', 1, zone), place)).toBe('overdue')
  })

  it('shows what is due on a day before what has a time, in the order of time', () => {
    const tasks = [
      due('noon', '2026-11-24T17:00:00.000Z'),
      due('day', whole(today)),
      due('dawn', '2026-11-24T05:00:00.000Z'),
      due('same', '2026-11-24T17:00:00.000Z'),
    ]
    const plan = planOf(tasks, days, zone, (task) => spotOf(task, days, place))
    expect(plan.days.map(({ tasks }) => tasks.map(({ id }) => id))).toEqual([
      ...[[], ['day', 'dawn', 'noon', 'same'], [], [], [], [], []],
    ])
    // On a day of 25 hours too.
    const long = [due('dawn', '2026-11-01T04:30:00.000Z'), due('day', whole('2026-11-01'))]
    const autumn = weekOf('2026-11-01', 0, zone)
    const fall = planOf(long, autumn, zone, (task) => spotOf(task, autumn, place))
    expect(fall.days[0]?.tasks.map(({ id }) => id)).toEqual(['day', 'dawn'])
  })

  it('has every open task in exactly one of its weeks, or beside it', () => {
    for (const where of ['Pacific/Apia', 'Asia/Kathmandu', zone]) {
      const here = { today: '2026-11-24', zone: where }
      for (let step = 0; step < 150; step++) {
        const moment = new Date(Date.UTC(2026, 9, 1) + step * 805 * 60_000)
        const task = due('x', moment.toISOString())
        const week = weekOf(dayIn(moment, where), 1, where)
        expect(spotOf(task, week, here)).toBe(dayIn(moment, where))
        const other = weekOf(dayIn(new Date(moment.getTime() + 8 * 86_400_000), where), 1, where)
        expect(spotOf(task, other, here)).toBe(sectionOf(task, here.today, where) === 'overdue' ? 'overdue' : null)
      }
    }
  })
})

describe('on another day', () => {
  it('a task keeps the time that clocks show, over both edges of summer time', () => {
    // Nine in New York, in winter and in summer.
    expect(dueOnDay('2026-03-06T14:00:00.000Z', '2026-03-09', zone)).toBe('2026-03-09T13:00:00.000Z')
    expect(dueOnDay('2026-10-30T13:00:00.000Z', '2026-11-02', zone)).toBe('2026-11-02T14:00:00.000Z')
    // Half past two does not exist on that day: an hour later it does.
    const skipped = dueOnDay('2026-03-07T07:30:00.000Z', '2026-03-08', zone)
    expect(clockIn(new Date(skipped), zone)).toBe('03:30')
    // Of half past one, which comes twice, it is the first.
    expect(dueOnDay('2026-10-31T05:30:00.000Z', '2026-11-01', zone)).toBe('2026-11-01T05:30:00.000Z')
  })

  it('a task without a time is due on that day alone, however long the day is', () => {
    for (const where of ['Pacific/Apia', 'Asia/Kathmandu', zone]) {
      for (const day of ['2026-03-08', '2026-11-01', '2026-11-24', '2011-12-31']) {
        for (const before of [null, wholeDay('2026-03-07', where).toISOString()]) {
          expect(dueOnDay(before, day, where)).toBe(wholeDay(day, where).toISOString())
        }
      }
    }
  })

  it('lands where the line showed', () => {
    const tasks = [
      due('day', whole(today)),
      due('nine', '2026-11-24T14:00:00.000Z'),
      due('ten', '2026-11-24T15:00:00.000Z'),
    ]
    const at = (coming: ReturnType<typeof due>) => landingIndex(tasks, coming, today, zone)
    expect(at(due('half', '2026-11-20T14:30:00.000Z'))).toBe(2)
    expect(at(due('undated', null))).toBe(1)
    expect(at(due('a day', whole('2026-11-20')))).toBe(0)
    expect(at(due('evening', '2026-11-20T23:30:00.000Z'))).toBe(3)
    expect(landingIndex([], due('x', null), today, zone)).toBe(0)
    expect(landingIndex([due('a', null), due('c', null)], due('b', whole(today)), 'undated', zone)).toBe(1)
  })
})
