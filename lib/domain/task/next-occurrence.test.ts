import { describe, expect, it } from 'vitest'
import { holdNextOccurrences } from '@/e2e/recurrence-against-oracle'
import { nextOccurrence, type Recurring } from './next-occurrence'

const at = (text: string) => new Date(text.length === 16 ? `${text}:00Z` : text)
const text = (instant: Date) => instant.toISOString().replace(':00.000Z', '')

/** A series in UTC, each task done when it is due, as `2026-11-22T09:00`; ends where it ends, or after `most`. */
function series(dueAt: string, recurrence: string, zone: string, most: number): string[] {
  const due: string[] = []
  for (let task: Recurring | null = { dueAt: at(dueAt), recurrence, dueLocal: null }; task && due.length < most; ) {
    due.push(text(task.dueAt))
    task = nextOccurrence(task, task.dueAt, zone)
  }
  return due
}

describe('a time of day stays what it is as clocks are set', () => {
  // From the IANA rules of each zone, in UTC.
  it.each([
    // 9:00 in New York over 8 March and 1 November 2026.
    ['America/New_York', 'FREQ=DAILY', ['2026-03-07T14:00', '2026-03-08T13:00', '2026-03-09T13:00']],
    ['America/New_York', 'FREQ=DAILY', ['2026-10-31T13:00', '2026-11-01T14:00', '2026-11-02T14:00']],
    ['America/New_York', 'FREQ=WEEKLY', ['2026-03-04T14:00', '2026-03-11T13:00']],
    // 2:30, which there is not on 8 March: 3:30 that day, 2:30 again from the next on.
    [
      'America/New_York',
      'FREQ=DAILY',
      ['2026-03-07T07:30', '2026-03-08T07:30', '2026-03-09T06:30', '2026-03-10T06:30'],
    ],
    // 1:30, which there is twice on 1 November: the first; who is due at the second goes on as ever.
    ['America/New_York', 'FREQ=DAILY', ['2026-10-31T05:30', '2026-11-01T05:30', '2026-11-02T06:30']],
    ['America/New_York', 'FREQ=DAILY', ['2026-11-01T06:30', '2026-11-02T06:30']],
    // 9:00, 2:30 and 2:30 in Paris over 29 March and 25 October.
    ['Europe/Paris', 'FREQ=WEEKLY;BYDAY=MO', ['2026-03-23T08:00', '2026-03-30T07:00']],
    ['Europe/Paris', 'FREQ=DAILY', ['2026-03-28T01:30', '2026-03-29T01:30', '2026-03-30T00:30']],
    ['Europe/Paris', 'FREQ=DAILY', ['2026-10-24T00:30', '2026-10-25T00:30', '2026-10-26T01:30']],
    // Half an hour on Lord Howe: 2:15 is 2:45 on 4 October, and 1:45 is there twice on 5 April.
    ['Australia/Lord_Howe', 'FREQ=DAILY', ['2026-10-02T15:45', '2026-10-03T15:45', '2026-10-04T15:15']],
    ['Australia/Lord_Howe', 'FREQ=DAILY', ['2026-04-03T14:45', '2026-04-04T14:45', '2026-04-05T15:15']],
    // Samoa had no 30 December 2011: 10:00 of that day is 10:00 of the 31st, which is not done twice.
    ['Pacific/Apia', 'FREQ=DAILY', ['2011-12-29T20:00', '2011-12-30T20:00', '2011-12-31T20:00', '2012-01-01T20:00']],
    // A Friday stays one after the Friday that was not.
    ['Pacific/Apia', 'FREQ=WEEKLY', ['2011-12-23T20:00', '2011-12-30T20:00', '2012-01-05T20:00']],
    // A quarter of an hour more in Nepal from 1986 on.
    ['Asia/Kathmandu', 'FREQ=DAILY', ['1985-12-30T04:30', '1985-12-31T04:30', '1986-01-01T04:15']],
    ['Asia/Kathmandu', 'FREQ=DAILY', ['2026-11-22T03:15', '2026-11-23T03:15']],
    // At midnight, which there is not in Cairo on 24 April.
    ['Africa/Cairo', 'FREQ=DAILY', ['2026-04-22T22:00', '2026-04-23T22:00', '2026-04-24T21:00', '2026-04-25T21:00']],
    // A day of the month is the local one.
    ['Asia/Tokyo', 'FREQ=MONTHLY;BYMONTHDAY=1', ['2026-10-31T15:30', '2026-11-30T15:30']],
  ])('in %s, %s', (zone, rule, expected) => {
    expect(series(expected[0] ?? '', rule, zone, expected.length)).toEqual(expected)
  })

  it('and a due date that was changed, or went to another zone, is where the rule goes on from', () => {
    const skipped = nextOccurrence(
      { dueAt: at('2026-03-07T07:30'), recurrence: 'FREQ=DAILY', dueLocal: null },
      at('2026-03-07T07:30'),
      'America/New_York',
    )
    expect(skipped).toEqual({
      dueAt: at('2026-03-08T07:30'),
      recurrence: 'FREQ=DAILY',
      dueLocal: '2026-03-08T02:30:00.000',
    })
    const moved = { ...(skipped as Recurring), dueAt: at('2026-03-08T15:00') }
    expect(nextOccurrence(moved, moved.dueAt, 'America/New_York')).toMatchObject({
      dueAt: at('2026-03-09T15:00'),
      dueLocal: null,
    })
    expect(nextOccurrence(skipped as Recurring, at('2026-03-08T07:30'), 'UTC')).toMatchObject({
      dueAt: at('2026-03-09T07:30'),
    })
  })
})

// RFC 5545, 3.8.5.3: its examples of rules of days, which begin at 9:00 in New York.
describe('the examples of RFC 5545', () => {
  /** `1997 9: 2 3 4; 10: 1` as days. */
  const days = (given: string): string[] => {
    let [year, month] = ['', '']
    return given.split(' ').flatMap((word) => {
      if (/^\d{4}$/.test(word)) year = word
      else if (word.endsWith(':')) month = word.slice(0, -1).padStart(2, '0')
      else return [`${year}-${month}-${word.padStart(2, '0')}`]
      return []
    })
  }
  const local = new Intl.DateTimeFormat('sv-SE', {
    timeZone: 'America/New_York',
    dateStyle: 'short',
    timeStyle: 'short',
  })

  it.each([
    ['FREQ=DAILY;COUNT=10', '1997 9: 2 3 4 5 6 7 8 9 10 11', true],
    ['FREQ=DAILY;INTERVAL=2', '1997 9: 2 4 6 8 10 12 14 16 18 20 22 24 26 28 30 10: 2 4', false],
    ['FREQ=DAILY;INTERVAL=10;COUNT=5', '1997 9: 2 12 22 10: 2 12', true],
    ['FREQ=WEEKLY;COUNT=10', '1997 9: 2 9 16 23 30 10: 7 14 21 28 11: 4', true],
    ['FREQ=WEEKLY;UNTIL=19971224T000000Z', '1997 9: 2 9 16 23 30 10: 7 14 21 28 11: 4 11 18 25 12: 2 9 16 23', true],
    ['FREQ=WEEKLY;INTERVAL=2;WKST=SU', '1997 9: 2 16 30 10: 14 28 11: 11 25 12: 9 23', false],
    ['FREQ=WEEKLY;COUNT=10;WKST=SU;BYDAY=TU,TH', '1997 9: 2 4 9 11 16 18 23 25 30 10: 2', true],
    [
      'FREQ=WEEKLY;INTERVAL=2;UNTIL=19971224T000000Z;WKST=SU;BYDAY=MO,WE,FR',
      '1997 9: 1 3 5 15 17 19 29 10: 1 3 13 15 17 27 29 31 11: 10 12 14 24 26 28 12: 8 10 12 22',
      true,
    ],
    ['FREQ=WEEKLY;INTERVAL=2;COUNT=8;WKST=SU;BYDAY=TU,TH', '1997 9: 2 4 16 18 30 10: 2 14 16', true],
    ['FREQ=MONTHLY;COUNT=10;BYDAY=1FR', '1997 9: 5 10: 3 11: 7 12: 5 1998 1: 2 2: 6 3: 6 4: 3 5: 1 6: 5', true],
    ['FREQ=MONTHLY;UNTIL=19971224T000000Z;BYDAY=1FR', '1997 9: 5 10: 3 11: 7 12: 5', true],
    ['FREQ=MONTHLY;INTERVAL=2;COUNT=10;BYDAY=1SU,-1SU', '1997 9: 7 28 11: 2 30 1998 1: 4 25 3: 1 29 5: 3 31', true],
    ['FREQ=MONTHLY;COUNT=6;BYDAY=-2MO', '1997 9: 22 10: 20 11: 17 12: 22 1998 1: 19 2: 16', true],
    ['FREQ=MONTHLY;BYMONTHDAY=-3', '1997 9: 28 10: 29 11: 28 12: 29 1998 1: 29 2: 26', false],
    ['FREQ=MONTHLY;COUNT=10;BYMONTHDAY=2,15', '1997 9: 2 15 10: 2 15 11: 2 15 12: 2 15 1998 1: 2 15', true],
    ['FREQ=MONTHLY;COUNT=10;BYMONTHDAY=1,-1', '1997 9: 30 10: 1 31 11: 1 30 12: 1 31 1998 1: 1 31 2: 1', true],
    [
      'FREQ=MONTHLY;INTERVAL=18;COUNT=10;BYMONTHDAY=10,11,12,13,14,15',
      '1997 9: 10 11 12 13 14 15 1999 3: 10 11 12 13',
      true,
    ],
    [
      'FREQ=MONTHLY;INTERVAL=2;BYDAY=TU',
      '1997 9: 2 9 16 23 30 11: 4 11 18 25 1998 1: 6 13 20 27 3: 3 10 17 24 31',
      false,
    ],
    [
      'FREQ=YEARLY;COUNT=10;BYMONTH=6,7',
      '1997 6: 10 7: 10 1998 6: 10 7: 10 1999 6: 10 7: 10 2000 6: 10 7: 10 2001 6: 10 7: 10',
      true,
    ],
    [
      'FREQ=YEARLY;INTERVAL=2;COUNT=10;BYMONTH=1,2,3',
      '1997 3: 10 1999 1: 10 2: 10 3: 10 2001 1: 10 2: 10 3: 10 2003 1: 10 2: 10 3: 10',
      true,
    ],
    [
      'FREQ=YEARLY;INTERVAL=3;COUNT=10;BYYEARDAY=1,100,200',
      '1997 1: 1 4: 10 7: 19 2000 1: 1 4: 9 7: 18 2003 1: 1 4: 10 7: 19 2006 1: 1',
      true,
    ],
    ['FREQ=YEARLY;BYDAY=20MO', '1997 5: 19 1998 5: 18 1999 5: 17', false],
    ['FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO', '1997 5: 12 1998 5: 11 1999 5: 17', false],
    ['FREQ=YEARLY;BYMONTH=3;BYDAY=TH', '1997 3: 13 20 27 1998 3: 5 12 19 26 1999 3: 4 11 18 25', false],
    ['FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13', '1998 2: 13 3: 13 11: 13 1999 8: 13 2000 10: 13', false],
    [
      'FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13',
      '1997 9: 13 10: 11 11: 8 12: 13 1998 1: 10 2: 7 3: 7 4: 11 5: 9 6: 13',
      false,
    ],
    ['FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8', '1996 11: 5 2000 11: 7 2004 11: 2', false],
    ['FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3', '1997 9: 4 10: 7 11: 6', true],
    ['FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2', '1997 9: 29 10: 30 11: 27 12: 30 1998 1: 29 2: 26 3: 30', false],
    ['FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO', '1997 8: 5 10 19 24', true],
    ['FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU', '1997 8: 5 17 19 31', true],
    ['FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5', '2007 1: 15 30 2: 15 3: 15 30', true],
  ])('%s', (rule, listed, ends) => {
    const expected = days(listed)
    const first = expected[0] ?? ''
    const dueAt =
      [13, 14].map((hour) => `${first}T${hour}:00`).find((each) => local.format(at(each)).endsWith('09:00')) ?? ''
    const told = series(dueAt, rule, 'America/New_York', expected.length + (ends ? 1 : 0))
    expect(told.map((each) => local.format(at(each)))).toEqual(expected.map((day) => `${day} 09:00`))
  })
})

describe('ends of months and years', () => {
  it.each([
    ['2026-01-31T09:00', 'FREQ=MONTHLY', ['2026-03-31', '2026-05-31', '2026-07-31', '2026-08-31']],
    ['2026-01-31T09:00', 'FREQ=MONTHLY;BYMONTHDAY=-1', ['2026-02-28', '2026-03-31', '2026-04-30']],
    ['2024-02-29T09:00', 'FREQ=YEARLY', ['2028-02-29', '2032-02-29']],
    ['2096-02-29T09:00', 'FREQ=YEARLY', ['2104-02-29']],
    ['2028-02-28T09:00', 'FREQ=DAILY', ['2028-02-29', '2028-03-01']],
    ['2026-01-30T09:00', 'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1', ['2026-02-27', '2026-03-31', '2026-04-30']],
    ['2026-12-31T09:00', 'FREQ=DAILY;INTERVAL=100', ['2027-04-10', '2027-07-19']],
    // Once in 28 years, but for 1900 and 2100.
    ['2016-02-29T09:00', 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;BYDAY=MO', ['2044-02-29', '2072-02-29', '2112-02-29']],
    ['9999-12-30T09:00', 'FREQ=DAILY', ['9999-12-31']],
    ['0004-02-29T09:00', 'FREQ=YEARLY', ['0008-02-29']],
  ])('after %s, %s', (due, rule, expected) => {
    const told = series(due, rule, 'UTC', expected.length + 1).slice(1)
    expect(told).toEqual(expected.map((day) => `${day}T09:00`))
  })

  it('keep the time to the millisecond', () => {
    const dueAt = at('2026-11-22T09:00:59.987Z')
    expect(nextOccurrence({ dueAt, recurrence: 'FREQ=DAILY', dueLocal: null }, dueAt, 'Europe/Paris')?.dueAt).toEqual(
      at('2026-11-23T09:00:59.987Z'),
    )
  })

  it('give the time that a rule names', () => {
    expect(series('2026-11-22T10:15', 'FREQ=DAILY;BYHOUR=9;BYMINUTE=30;BYSECOND=0', 'UTC', 3)).toEqual([
      ...['2026-11-22T10:15', '2026-11-23T09:30', '2026-11-24T09:30'],
    ])
  })
})

describe('a task that is done late', () => {
  const next = (recurrence: string, due: string, moment: string, zone = 'UTC') =>
    nextOccurrence({ dueAt: at(due), recurrence, dueLocal: null }, at(moment), zone)

  it.each([
    // Three days late: today where its time is still to come, else tomorrow; at this very moment it is gone.
    ['FREQ=DAILY', '2026-11-19T09:00', '2026-11-22T08:59', '2026-11-22T09:00'],
    ['FREQ=DAILY', '2026-11-19T09:00', '2026-11-22T09:00', '2026-11-23T09:00'],
    ['FREQ=DAILY', '2026-11-19T09:00', '2026-11-22T09:01', '2026-11-23T09:00'],
    // Done before it is due.
    ['FREQ=DAILY', '2026-11-22T09:00', '2026-11-20T12:00', '2026-11-23T09:00'],
    ['FREQ=WEEKLY;BYDAY=MO', '2026-11-02T09:00', '2026-11-22T12:00', '2026-11-23T09:00'],
    ['FREQ=WEEKLY;INTERVAL=2;BYDAY=MO', '2026-11-02T09:00', '2026-11-22T12:00', '2026-11-30T09:00'],
    ['FREQ=MONTHLY', '2025-01-31T09:00', '2026-11-22T12:00', '2026-12-31T09:00'],
    ['FREQ=DAILY', '1926-11-23T09:00', '2026-11-22T12:00', '2026-11-23T09:00'],
  ])('goes on after that: %s from %s, done at %s, is due at %s', (rule, due, moment, expected) => {
    expect(text(next(rule, due, moment)?.dueAt as Date)).toBe(expected)
  })

  it('has used up the occurrences that were skipped', () => {
    expect(next('FREQ=DAILY;COUNT=5', '2026-11-01T09:00', '2026-11-01T10:00')?.recurrence).toBe('FREQ=DAILY;COUNT=4')
    expect(next('FREQ=DAILY;COUNT=5', '2026-11-01T09:00', '2026-11-03T10:00')?.recurrence).toBe('FREQ=DAILY;COUNT=2')
    expect(next('count=5;freq=daily', '2026-11-01T09:00', '2026-11-04T10:00')?.recurrence).toBe('COUNT=1;freq=daily')
    expect(next('FREQ=DAILY;COUNT=5', '2026-11-01T09:00', '2026-11-05T09:00')).toBeNull()
    expect(next('FREQ=DAILY;COUNT=1', '2026-11-01T09:00', '2026-11-01T09:00')).toBeNull()
    // RFC 5545: the start counts as the first, also where the rule itself would not have it.
    expect(next('FREQ=WEEKLY;BYDAY=MO;COUNT=3', '2026-11-04T09:00', '2026-11-04T09:00')).toMatchObject({
      ...{ dueAt: at('2026-11-09T09:00'), recurrence: 'FREQ=WEEKLY;BYDAY=MO;COUNT=2' },
    })
  })

  it.each([
    ['FREQ=DAILY;UNTIL=20261123T140000Z', true],
    ['FREQ=DAILY;UNTIL=20261123T135959Z', false],
    ['FREQ=DAILY;UNTIL=20261123T090000', true],
    ['FREQ=DAILY;UNTIL=20261123T085959', false],
    ['FREQ=DAILY;UNTIL=20261123', true],
    ['FREQ=DAILY;UNTIL=20261122', false],
    ['FREQ=DAILY;UNTIL=20200101', false],
  ])('goes on until the end of its rule and no further: %s', (rule, goesOn) => {
    // At 9:00 in New York.
    const found = next(rule, '2026-11-22T14:00', '2026-11-22T14:00', 'America/New_York')
    expect(found).toEqual(goesOn ? { dueAt: at('2026-11-23T14:00'), recurrence: rule, dueLocal: null } : null)
  })
})

describe('a rule that fits no day', () => {
  it.each([
    'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30',
    'FREQ=YEARLY;BYMONTH=4,6;BYMONTHDAY=31,-31',
    'FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30',
    'FREQ=MONTHLY;BYDAY=MO;BYSETPOS=300',
    'FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30',
    'FREQ=DAILY;INTERVAL=7;BYDAY=MO',
    'FREQ=DAILY;BYDAY=MO;BYSETPOS=2',
    'FREQ=WEEKLY;BYDAY=MO;BYSETPOS=8',
    'FREQ=YEARLY;BYYEARDAY=366;BYMONTH=1',
    'FREQ=YEARLY;INTERVAL=9999',
  ])(
    'ends the series, and soon: %s',
    (recurrence) => {
      // A Sunday. Searching to the year 9999, as the library would, takes several seconds for some.
      const dueAt = at('2026-11-22T09:00')
      expect(nextOccurrence({ dueAt, recurrence, dueLocal: null }, dueAt, 'Europe/Paris')).toBeNull()
    },
    5_000,
  )

  it('so does a task that is later than a century', () => {
    const dueAt = at('0001-01-01T09:00:00Z')
    expect(
      nextOccurrence({ dueAt, recurrence: 'FREQ=DAILY', dueLocal: null }, at('2026-11-22T09:00'), 'UTC'),
    ).toBeNull()
  })
})

it('is what looking at day after day finds, for 300 random tasks in random zones', () => {
  holdNextOccurrences(20_261_122, 300)
}, 30_000)
