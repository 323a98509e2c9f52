import { afterEach, describe, expect, it } from 'vitest'
import { dayIn } from '@/components/ui/zone'
import { isWholeDay, partsOf } from './due'
import { keysOf, type LineContext, readLine } from './read-line'

const people = [
  { id: 'sam', name: 'Sam Lee' },
  { id: 'samantha', name: 'Samantha Fox' },
  { id: 'alex1', name: 'Alex Ng' },
  { id: 'alex2', name: 'Alex Brown' },
  { id: 'jose', name: 'José Díaz' },
]

/** Wednesday 18 November 2026, ten in the morning in New York. */
const morning = new Date('2026-11-18T15:00:00Z')

const context = (given: Partial<LineContext> = {}): LineContext => ({
  now: morning,
  zone: 'America/New_York',
  people,
  me: 'ada',
  dayFirst: false,
  ...given,
})

type Read = { title: string; unclear: object[]; due?: Date; type?: string; priority?: string; assignee?: string }

const read = (line: string, given: Partial<LineContext> = {}): Read => {
  const { title, pieces, unclear } = readLine(line, context(given))
  return { title, ...Object.fromEntries(pieces.map(({ kind, value }) => [kind, value])), unclear }
}

/** When a line is due by the clocks of the zone: a day, and a time unless it is the day alone. */
function due(line: string, given: Partial<LineContext> = {}): string | null {
  const { zone } = context(given)
  const piece = readLine(line, context(given)).pieces.find(({ kind }) => kind === 'due')
  if (!piece || !(piece.value instanceof Date)) return null
  const { day, clock } = partsOf(piece.value, zone)
  return clock === null ? day : `${day} ${clock}`
}

describe('a line', () => {
  it('says all at once, in plain words', () => {
    const line = 'call Alice tomorrow 9am !high @sam'
    expect(read(line)).toEqual({
      title: 'call Alice',
      type: 'call',
      due: new Date('2026-11-19T14:00:00Z'),
      priority: 'high',
      assignee: 'sam',
      unclear: [],
    })
    expect(
      readLine(line, context()).pieces.map(({ spans }) => spans.map(({ from, to }) => line.slice(from, to))),
    ).toEqual([['call'], ['tomorrow 9am'], ['!high'], ['@sam']])
  })

  it.each([
    ['tomorrow call Bob at 9am', 'call Bob', '2026-11-19 09:00'],
    ['at 9am call Bob tomorrow', 'call Bob', '2026-11-19 09:00'],
    ['Send offer by friday, please', 'Send offer, please', '2026-11-20'],
    ['Submit the report due by monday', 'Submit the report', '2026-11-23'],
    ['due tomorrow: fix the quote', 'fix the quote', '2026-11-19'],
    ['Book the table for tomorrow', 'Book the table', '2026-11-19'],
    ['  Ping   Bob   ', 'Ping Bob', null],
    ['', '', null],
  ])('%o is titled %o and due %s', (line, title, when) => {
    expect([read(line).title, due(line)]).toEqual([title, when])
  })
})

describe('what is to be done', () => {
  it.each([
    ['call Bob', 'call'],
    ['Phone Bob', 'call'],
    ['EMAIL Bob', 'email'],
    ['e-mail Bob', 'email'],
    ['meet Bob', 'meeting'],
    ['Meeting with Bob', 'meeting'],
    ['LinkedIn: Bob', 'linkedin_message'],
    ['whatsapp Bob', 'whatsapp_message'],
  ])('%s is a %s, and stays in the title', (line, type) => {
    expect(read(line)).toEqual({ title: line, type, unclear: [] })
  })

  it.each([
    'Send email to Bob',
    'Buy call of duty',
    'Call of duty night',
    'Calling Bob',
    'Callback',
    'constructor x',
    '"call" Bob',
  ])('is not told by %o', (line) => expect(read(line)).not.toHaveProperty('type'))
})

describe('a day', () => {
  it.each([
    ['today', '2026-11-18'],
    ['tomorrow', '2026-11-19'],
    ['tmr', '2026-11-19'],
    ['day after tomorrow', '2026-11-20'],
    ['the day after tomorrow', '2026-11-20'],
    ['friday', '2026-11-20'],
    ['on friday', '2026-11-20'],
    ['this friday', '2026-11-20'],
    // The one of the week after.
    ['next friday', '2026-11-27'],
    ['next wednesday', '2026-11-25'],
    ['next monday', '2026-11-23'],
    // Today is one.
    ['wednesday', '2026-11-18'],
    ['tuesday', '2026-11-24'],
    ['next week', '2026-11-23'],
    ['next month', '2026-12-01'],
    ['end of month', '2026-11-30'],
    ['this weekend', '2026-11-21'],
    ['in 2 days', '2026-11-20'],
    ['in two weeks', '2026-12-02'],
    ['in 1 month', '2026-12-18'],
    ['3 days from now', '2026-11-21'],
    ['+3d', '2026-11-21'],
    ['May 3', '2027-05-03'],
    ['3 May', '2027-05-03'],
    ['Nov 18', '2026-11-18'],
    ['Nov 17', '2027-11-17'],
    ['Dec 24', '2026-12-24'],
    ['Feb 29 2028', '2028-02-29'],
    ['2026-12-01', '2026-12-01'],
    ['1/2/2027', '2027-01-02'],
    ['3/4', '2027-03-04'],
    ['the 5th', '2026-12-05'],
    ['on the 30th', '2026-11-30'],
    ['the 31st', '2026-12-31'],
  ])('%o is %s', (words, day) => {
    expect(due(`x ${words}`), `x ${words}`).toBe(day)
    expect(read(`x ${words}`).title).toBe('x')
  })

  it('stands before its month where people write it so', () => {
    expect(due('x 3/4', { dayFirst: true })).toBe('2027-04-03')
    expect(due('x 1/2/2027', { dayFirst: true })).toBe('2027-02-01')
  })

  it('is one of the reader: it is tomorrow already in Tokyo', () => {
    expect(due('x today', { zone: 'Asia/Tokyo' })).toBe('2026-11-19')
    expect(due('x friday', { zone: 'Asia/Tokyo' })).toBe('2026-11-20')
    expect(due('x thursday', { zone: 'Asia/Tokyo' })).toBe('2026-11-19')
  })

  it('of the next week is meant on a sunday too', () => {
    const now = new Date('2026-11-22T15:00:00Z')
    expect([due('x next week', { now }), due('x next monday', { now }), due('x next sunday', { now })]).toEqual([
      '2026-11-23',
      '2026-11-23',
      '2026-11-29',
    ])
  })
})

describe('a time', () => {
  it.each([
    ['at 9am', '2026-11-19 09:00'],
    ['9am', '2026-11-19 09:00'],
    ['at 11', '2026-11-18 11:00'],
    ['at 12', '2026-11-18 12:00'],
    ['12am', '2026-11-19 00:00'],
    // Nobody means five in the morning.
    ['at 5', '2026-11-18 17:00'],
    ['at 5:30', '2026-11-18 17:30'],
    ['at 05:30', '2026-11-19 05:30'],
    ['at 5am', '2026-11-19 05:00'],
    ['tomorrow at 5', '2026-11-19 17:00'],
    ['at 8', '2026-11-19 08:00'],
    ['17:30', '2026-11-18 17:30'],
    ['noon', '2026-11-18 12:00'],
    ['tomorrow noon', '2026-11-19 12:00'],
    ['tomorrow morning', '2026-11-19 09:00'],
    ['friday afternoon', '2026-11-20 14:00'],
    ['this evening', '2026-11-18 18:00'],
    ['tonight', '2026-11-18 20:00'],
    ['friday 5pm', '2026-11-20 17:00'],
    ['at 10 on friday', '2026-11-20 10:00'],
    ['monday morning 9:15', '2026-11-23 09:15'],
    ['from 2pm to 4pm tomorrow', '2026-11-19 14:00'],
    ['the 30th at 4pm', '2026-11-30 16:00'],
    // It is past on this one.
    ['wednesday 9am', '2026-11-25 09:00'],
    ['wednesday 5pm', '2026-11-18 17:00'],
    // Who says today means today.
    ['today 9am', '2026-11-18 09:00'],
    ['tomorrow 9am PST', '2026-11-19 12:00'],
  ])('%o is %s', (words, when) => {
    expect(due(`x ${words}`), `x ${words}`).toBe(when)
    expect(read(`x ${words}`).title).toBe('x')
  })

  it('is the next such by the clock of the reader', () => {
    const late = new Date('2026-11-18T23:30:00Z')
    expect(due('x at 5', { now: late })).toBe('2026-11-19 17:00')
    expect(due('x at 9am', { zone: 'Asia/Tokyo' })).toBe('2026-11-19 09:00')
    expect(due('x at 9am', { zone: 'Europe/London' })).toBe('2026-11-19 09:00')
  })

  it.each([
    ['in 2 hours', '12:00'],
    ['in 30 minutes', '10:30'],
    ['in an hour', '11:00'],
    ['in half an hour', '10:30'],
    ['in 1 hour 30 min', '11:30'],
    ['+2h', '12:00'],
    ['90 minutes from now', '11:30'],
  ])('%o is %s', (words, clock) => expect(due(`x ${words}`)).toBe(`2026-11-18 ${clock}`))
})

describe('where clocks are changed', () => {
  /** Saturday evening, and the night in which New York goes from 2 to 3. */
  const before = new Date('2026-03-08T01:00:00Z')
  const inTheNight = new Date('2026-03-08T06:30:45Z')

  it('a time is the time that clocks will show', () => {
    expect(read('x tomorrow 9am', { now: before }).due).toEqual(new Date('2026-03-08T13:00:00Z'))
    expect(read('x today 9am', { now: before }).due).toEqual(new Date('2026-03-07T14:00:00Z'))
    expect(read('x tomorrow 2:30am', { now: before }).due).toEqual(new Date('2026-03-08T07:30:00Z'))
    expect(read('x tomorrow', { now: before }).due).toEqual(new Date('2026-03-09T03:59:00Z'))
  })

  it('hours ahead are as long as hours are, and days are days', () => {
    expect(read('x in 2 hours', { now: inTheNight }).due).toEqual(new Date('2026-03-08T08:30:00Z'))
    expect(due('x in 2 hours', { now: inTheNight })).toBe('2026-03-08 04:30')
    expect(read('x in 24 hours', { now: before }).due).toEqual(new Date('2026-03-09T01:00:00Z'))
    expect(due('x in 1 day', { now: inTheNight })).toBe('2026-03-09')
  })

  it('of the two that an hour in autumn has, the first is meant', () => {
    const now = new Date('2026-10-31T20:00:00Z')
    expect(read('x tomorrow 1:30am', { now }).due).toEqual(new Date('2026-11-01T05:30:00Z'))
  })
})

describe('words that only look like a date', () => {
  it.each([
    'call May about renewal',
    'Ask April',
    'March with the others',
    'Plan for December',
    'Review Q4 2026',
    '24/7 support',
    'Read v1/2 notes',
    'Read https://example.com/2026/12/01',
    'Review section 3.1',
    'Install 10.5',
    "Prepare Monday's deck",
    'Prepare Monday’s deck',
    'Write notes from yesterday',
    'Look at last friday numbers',
    'Fix what broke 2 days ago',
    'Compare with last week',
    'Do it now',
    'Buy sun cream',
    'Where he sat down',
    'The weekend rota',
    'Prepare the 2 min pitch',
    'Plan next 2 weeks',
    'Plan next year',
    'Close this week',
    'Good morning card',
    'Call 5 people',
    'Room 3-5',
    'Call 555-1234',
    'Second meeting',
    'Done on 2020-01-01',
  ])('%o is due at no time and keeps its words', (line) => {
    expect([due(line), read(line).title]).toEqual([null, line])
  })

  it('are a date where they can be nothing else', () => {
    expect([due('Dinner sat'), due('Swim on sun'), due('Lunch with April tomorrow')]).toEqual([
      '2026-11-21',
      '2026-11-22',
      '2026-11-19',
    ])
    expect(read('Lunch with April tomorrow').title).toBe('Lunch with April')
  })

  it('count only once: the last of several', () => {
    expect([due('Move friday slot to monday'), read('Move friday slot to monday').title]).toEqual([
      '2026-11-23',
      'Move friday slot to',
    ])
  })
})

describe('a priority', () => {
  it.each([
    ['!high', 'high'],
    ['!H', 'high'],
    ['!!!', 'high'],
    ['!medium', 'medium'],
    ['!m', 'medium'],
    ['!!', 'medium'],
    ['!low', 'low'],
    ['!l', 'low'],
  ])('%s is %s', (words, priority) => {
    expect(read(`Ask ${words} Bob`)).toEqual({ title: 'Ask Bob', priority, unclear: [] })
  })

  it.each(['Great!', 'Great!!!', 'Appeler Bob !', 'Ask !maybe', '!constructor'])('is not told by %o', (line) => {
    expect(read(line)).toEqual({ title: line, unclear: [] })
  })

  it('counts once: the last', () => expect(read('x !h !l')).toEqual({ title: 'x !h', priority: 'low', unclear: [] }))
})

describe('a person', () => {
  it.each([
    ['@sam', 'sam'],
    ['@SAM', 'sam'],
    ['@lee', 'sam'],
    ['@sam.lee', 'sam'],
    ['@samlee', 'sam'],
    ['@sam lee', 'sam'],
    ['@samantha', 'samantha'],
    ['@sama', 'samantha'],
    ['@alex brown', 'alex2'],
    ['@alex.ng', 'alex1'],
    ['@jose', 'jose'],
    ['@díaz', 'jose'],
    ['@me', 'ada'],
    ['@sam,', 'sam'],
  ])('%s is found', (words, id) => {
    expect(read(`Ask ${words} x`)).toMatchObject({ assignee: id, unclear: [] })
    expect(read(`Ask ${words} x`).title.replace(',', '')).toBe('Ask x')
  })

  it('who could be several, or is nobody here, stays in the title and is said', () => {
    expect(read('Ask @alex x')).toEqual({
      title: 'Ask @alex x',
      unclear: [{ words: '@alex', people: ['Alex Ng', 'Alex Brown'] }],
    })
    expect(read('Ask @nobody x')).toEqual({ title: 'Ask @nobody x', unclear: [{ words: '@nobody', people: [] }] })
  })

  it('is not told by an address', () => {
    expect(read('Write to bob@sam.example')).toEqual({ title: 'Write to bob@sam.example', unclear: [] })
  })
})

describe('quotes', () => {
  it('keep words as they are, and are gone when they did', () => {
    expect(read('Read "tomorrow never dies" friday')).toMatchObject({ title: 'Read tomorrow never dies' })
    expect(due('Read “tomorrow never dies” friday')).toBe('2026-11-20')
    expect(read('Note "@sam !high"')).toEqual({ title: 'Note @sam !high', unclear: [] })
    expect(read('Note "@nobody"')).toEqual({ title: 'Note "@nobody"', unclear: [] })
  })

  it('that keep nothing stay', () => {
    expect(read('Send the "Q3" deck tomorrow').title).toBe('Send the "Q3" deck')
    expect(read('A 5" screen tomorrow').title).toBe('A 5" screen')
  })
})

it('what is taken away stays words, piece by piece', () => {
  const line = 'tomorrow call Bob at 9am !high @sam'
  const literal = new Set<string>()
  const titles: string[] = []
  for (let pieces = readLine(line, context()).pieces; pieces[0]; pieces = readLine(line, context({ literal })).pieces) {
    for (const key of keysOf(pieces[0], line)) literal.add(key)
    titles.push(readLine(line, context({ literal })).title)
  }
  expect(titles).toEqual(['tomorrow call Bob at 9am', 'tomorrow call Bob at 9am !high', line])
})

describe('the machine’s own zone', () => {
  const own = process.env.TZ
  afterEach(() => {
    process.env.TZ = own
  })

  it.each(['UTC', 'America/Los_Angeles', 'Asia/Tokyo', 'Pacific/Kiritimati', 'America/Santiago', 'Pacific/Pago_Pago'])(
    'of %s does not matter',
    (machine) => {
      process.env.TZ = machine
      expect(new Date(2026, 0, 1).getTimezoneOffset(), 'the machine is there').toBe(
        {
          UTC: 0,
          'America/Los_Angeles': 480,
          'Asia/Tokyo': -540,
          'Pacific/Kiritimati': -840,
          'America/Santiago': 180,
          'Pacific/Pago_Pago': 660,
        }[machine],
      )
      const nights = ['2026-03-08T06:30:00Z', '2026-09-06T03:30:00Z', '2026-11-01T05:30:00Z', '2026-11-18T04:59:00Z']
      for (const now of nights.map((night) => new Date(night))) {
        const zone = 'America/New_York'
        const today = dayIn(now, zone)
        const ahead = (days: number) => new Date(Date.parse(today) + days * 86_400_000).toISOString().slice(0, 10)
        expect(due('x today', { now }), now.toISOString()).toBe(today)
        expect(due('x tomorrow', { now })).toBe(ahead(1))
        expect(due('x tomorrow 9am', { now })).toBe(`${ahead(1)} 09:00`)
        expect(due('x in 3 days', { now })).toBe(ahead(3))
        expect(read('x in 2 hours', { now }).due).toEqual(new Date(now.getTime() + 2 * 3_600_000))
        const weekday = new Intl.DateTimeFormat('en', { weekday: 'long', timeZone: 'UTC' }).format(new Date(ahead(0)))
        expect(due(`x ${weekday}`, { now })).toBe(today)
        expect(due(`x next ${weekday}`, { now })).toBe(ahead(7))
      }
    },
  )
})

it('a day alone is the last minute of the day where it is meant', () => {
  for (const zone of ['America/New_York', 'Asia/Kathmandu', 'America/Santiago', 'Pacific/Apia']) {
    const { due: found } = read('x tomorrow', { zone })
    expect(found && isWholeDay(found, zone), zone).toBe(true)
  }
})
