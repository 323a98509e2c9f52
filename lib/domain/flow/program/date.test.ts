import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Clock } from './clock'
import { type DateFormat, readDay, readInstant } from './date'

const utc = new Clock('UTC')
const paris = new Clock('Europe/Paris')
const attempt = (work: () => string) => {
  try {
    return work()
  } catch (error) {
    return (error as Error).message
  }
}
const day = (text: string, format: DateFormat | null = null, clock = utc) => attempt(() => readDay(text, format, clock))
const instant = (text: string, format: DateFormat | null = null, clock = utc) =>
  attempt(() => readInstant(text, format, clock))
const twofold = (text: string) => `'${text}' can be read as more than one date: say by 'format' how dates are written`

describe('a date as text', () => {
  it.each([
    ['2017-03-01', '2017-03-01'],
    [' 2017-03-01 ', '2017-03-01'],
    ['2024-02-29', '2024-02-29'],
    ['2017-03-01T23:30:00Z', '2017-03-01'],
    ['2017-03-01 10:00:00', '2017-03-01'],
    ['2017-03-01T10:00', '2017-03-01'],
    ['2017-03-01 23:30:00.123456+00', '2017-03-01'],
  ])('%j is the day %s', (text, expected) => {
    expect(day(text)).toBe(expected)
  })

  it('of an instant is its day where the workspace is', () => {
    expect(day('2017-03-01T23:30:00Z', null, paris)).toBe('2017-03-02')
    expect(day('2017-03-01T23:30:00-05:00', null, paris)).toBe('2017-03-02')
    expect(day('2017-03-01T22:59:59Z', null, paris)).toBe('2017-03-01')
    expect(day('0001-01-01T00:00:00Z', null, new Clock('America/New_York'))).toContain('is not a date')
    expect(day('9999-12-31T23:59:59Z', null, new Clock('Asia/Tokyo'))).toContain('is not a date')
  })

  it.each<[string, DateFormat, string]>([
    ['31.12.2020', 'dd.mm.yyyy', '2020-12-31'],
    ['1.2.2020', 'dd.mm.yyyy', '2020-02-01'],
    ['03/04/2020', 'dd/mm/yyyy', '2020-04-03'],
    ['03/04/2020', 'mm/dd/yyyy', '2020-03-04'],
    ['12/31/2020 14:30', 'mm/dd/yyyy', '2020-12-31'],
    ['2020-12-31', 'mm/dd/yyyy', '2020-12-31'],
    ['2020-12-31', 'yyyy-mm-dd', '2020-12-31'],
  ])('%j as %s is %s', (text, format, expected) => {
    expect(day(text, format)).toBe(expected)
  })

  it.each(['03/04/2020', '31/12/2020', '1.2.2020', '3-4-20', '03/04/2020 10:00'])(
    '%j does not say which is the month, and is not guessed',
    (text) => expect(day(text)).toBe(twofold(text)),
  )

  it.each<[string, DateFormat]>([
    ['31/12/2020', 'mm/dd/yyyy'],
    ['31.02.2020', 'dd.mm.yyyy'],
    ['1/2/20', 'dd/mm/yyyy'],
    ['1/2/2020', 'dd.mm.yyyy'],
    ['20200101', 'yyyy-mm-dd'],
    ['1.2.2020 25:00', 'dd.mm.yyyy'],
  ])('%j is no date as %s', (text, format) => {
    expect(day(text, format)).toBe(`'${text}' is not a date as ${format}`)
  })

  it.each([
    '',
    'abc',
    '2017-02-29',
    '2017-13-01',
    '0000-01-01',
    '20170301',
    '2017-03-01T24:00',
    '12017-03-01',
    '٢٠٢٠-٠١-٠١',
  ])('%j is none', (text) => expect(day(text)).toBe(`'${text}' is not a date`))
})

describe('a date and time as text', () => {
  it.each([
    ['2017-03-01T10:00:00Z', '2017-03-01T10:00:00.000Z'],
    ['2017-03-01T10:00:00.123456789+02:00', '2017-03-01T08:00:00.123Z'],
    ['2017-03-01 10:00:00+02', '2017-03-01T08:00:00.000Z'],
    ['2017-03-01 10:00:00 +0200', '2017-03-01T08:00:00.000Z'],
    ['2017-03-01 10:00:00 Z', '2017-03-01T10:00:00.000Z'],
    // What tells no offset is told by the clocks of the workspace.
    ['2017-03-01T10:00', '2017-03-01T09:00:00.000Z'],
    ['2017-07-01 10:00:00,5', '2017-07-01T08:00:00.500Z'],
    ['2017-07-01', '2017-06-30T22:00:00.000Z'],
    // Clocks are set forward from two to three, and back from three to two.
    ['2017-03-26 02:30', '2017-03-26T01:30:00.000Z'],
    ['2017-03-26 03:30', '2017-03-26T01:30:00.000Z'],
    ['2017-10-29 02:30', '2017-10-29T00:30:00.000Z'],
    ['2017-10-29 03:00', '2017-10-29T02:00:00.000Z'],
  ])('%j is %s in Paris', (text, expected) => {
    expect(instant(text, null, paris)).toBe(expected)
  })

  it('is read in the format that is given', () => {
    expect(instant('31.12.2020, 14:30:15', 'dd.mm.yyyy')).toBe('2020-12-31T14:30:15.000Z')
    expect(instant('31.12.2020', 'dd.mm.yyyy', paris)).toBe('2020-12-30T23:00:00.000Z')
    expect(instant('03/04/2020 10:00')).toBe(twofold('03/04/2020 10:00'))
  })

  it('stays between the years 1 and 9999', () => {
    expect(instant('0001-01-01', null, new Clock('Asia/Tokyo'))).toContain('is not a date and time')
    expect(instant('9999-12-31 23:00', null, new Clock('America/New_York'))).toContain('is not a date and time')
    expect(instant('9999-12-31 23:00')).toBe('9999-12-31T23:00:00.000Z')
  })

  it('is what the clock of its zone shows, in every zone', () => {
    const zones = Intl.supportedValuesOf('timeZone').map((zone) => new Clock(zone))
    const minute = 60_000
    const at = fc.integer({ min: Date.UTC(1990, 0, 1) / minute, max: Date.UTC(2037, 0, 1) / minute })
    fc.assert(
      fc.property(fc.constantFrom(...zones), at, (clock, minutes) => {
        const text = new Date(minutes * minute).toISOString()
        const shown = new Intl.DateTimeFormat('sv-SE', {
          timeZone: clock.zone,
          dateStyle: 'short',
          timeStyle: 'medium',
        })
        expect(readDay(text, null, clock)).toBe(shown.format(minutes * minute).slice(0, 10))
        // Of a time shown twice the first is meant.
        const back = Date.parse(readInstant(shown.format(minutes * minute), null, clock))
        expect(back <= minutes * minute && shown.format(back) === shown.format(minutes * minute)).toBe(true)
      }),
      { numRuns: 500 },
    )
  })
})
