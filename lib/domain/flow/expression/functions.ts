import { PatternFlaw } from '../pattern/parse'
import { compilePattern, type Pattern } from '../pattern/pattern'
import { readBoolean } from '../program/boolean'
import type { Clock } from '../program/clock'
import { type DateFormat, dateFormats, readDay } from '../program/date'
import { decimals, readNumber } from '../program/number'
import { Flaw } from './parse'
import type { Site } from './site'
import { charactersAStep, type Frame, isNumber, isObject, type Value } from './value'

/** Works out a call from what it is given; a method's first value is what it is called on. */
export type Call = (values: Value[], frame: Frame) => Value

/** What expressions may know beside the row. */
export interface Surroundings {
  now: Date
  clock: Clock
}

interface Rule {
  /** How many values it takes, what it is called on included. */
  least: number
  most: number
  /** Nothing given, nothing made: null is passed on, which an empty field is. */
  passesNull?: true
  /** @param known the values that are the same for every row; undefined where it is not known before */
  make(site: Site, known: (Value | undefined)[], around: Surroundings): Call
}

const simple = (count: number, work: (values: Value[], site: Site, frame: Frame) => Value): Rule => ({
  least: count,
  most: count,
  make: (site) => (values, frame) => work(values, site, frame),
})
const passing = (rule: Rule): Rule => ({ ...rule, passesNull: true })

const size = simple(1, ([value = null], site, frame) => {
  if (typeof value === 'string') {
    frame.spendOn(value)
    return BigInt(lengthOf(value))
  }
  if (Array.isArray(value)) return BigInt(value.length)
  if (!isObject(value)) return site.misfit(0, value, 'text, a list or an object')
  const names = Object.keys(value)
  frame.spend(names.length)
  return BigInt(names.length)
})

const toNumber = (most: number): Rule =>
  passing({
    least: 1,
    most,
    make: (site, known) => {
      const decimal = choice(site, known, 1, decimals)
      return ([value = null]) => {
        if (isNumber(value)) return Number(value)
        return typeof value === 'string' ? readNumber(value, decimal) : site.misfit(0, value, 'a number or text')
      }
    },
  })

const integers = { least: -(2 ** 63), most: 2 ** 63 }

const toInteger = passing(
  simple(1, ([value = null], site) => {
    if (typeof value === 'bigint') return value
    const number = typeof value === 'string' ? readNumber(value, null) : site.number([value], 0)
    if (number > integers.least && number < integers.most) return BigInt(Math.trunc(number))
    return site.fail('the number is too large')
  }),
)

const toText = passing(
  simple(1, ([value = null], site) => (typeof value === 'object' ? site.misfit(0, value, 'one value') : String(value))),
)

const toBoolean = passing(
  simple(1, ([value = null], site) => {
    if (typeof value === 'boolean') return value
    return typeof value === 'string' ? readBoolean(value) : site.misfit(0, value, 'true or false')
  }),
)

/** Calendars are slow, compared with sums. */
const stepsADate = 100

const toDay: Rule = passing({
  least: 1,
  most: 2,
  make: (site, known, { clock }) => {
    const format = choice<DateFormat>(site, known, 1, dateFormats)
    return (values, frame) => {
      frame.spend(stepsADate)
      return readDay(site.text(values, 0), format, clock)
    }
  },
})

/** What is called by its name alone. */
const functions: Record<string, Rule> = {
  size,
  string: toText,
  int: toInteger,
  double: toNumber(1),
  bool: toBoolean,
  number: toNumber(2),
  date: toDay,
  today: { least: 0, most: 0, make: (_, __, { now, clock }) => always(clock.dayAt(now.getTime())) },
  now: { least: 0, most: 0, make: (_, __, { now }) => always(now.toISOString()) },
}

const recased = (change: (text: string) => string): Rule =>
  passing(
    simple(1, (values, site, frame) => {
      const text = site.text(values, 0)
      site.wrote(text.length, frame)
      return change(text)
    }),
  )
const lower = recased((text) => text.toLowerCase())
const upper = recased((text) => text.toUpperCase())

/** Looks for one text in another; nothing is in an empty field. */
const search = (find: (text: string, part: string) => Value, none: Value): Rule =>
  simple(2, (values, site, frame) => {
    if (values[0] === null) return none
    const [text, part] = [site.text(values, 0), site.text(values, 1)]
    searching(text, part, frame)
    return find(text, part)
  })

/** What is called on a value. */
const methods: Record<string, Rule> = {
  size,
  contains: search((text, part) => text.includes(part), false),
  startsWith: search((text, part) => text.startsWith(part), false),
  endsWith: search((text, part) => text.endsWith(part), false),
  indexOf: search((text, part) => {
    const at = text.indexOf(part)
    return BigInt(at < 0 ? at : lengthOf(text.slice(0, at)))
  }, -1n),
  matches: {
    least: 2,
    most: 2,
    make: (site, known) => {
      const pattern = patternOf(site, known[1])
      return (values, frame) => values[0] !== null && pattern(site.text(values, 0), (steps) => frame.spend(steps))
    },
  },
  lower,
  upper,
  lowerAscii: lower,
  upperAscii: upper,
  trim: recased((text) => text.trim()),
  replace: passing(
    simple(3, (values, site, frame) => {
      const [text, part, by] = [site.text(values, 0), site.text(values, 1), site.text(values, 2)]
      if (part === '') return site.misfit(1, null, '')
      searching(text, part, frame)
      const pieces = text.split(part)
      site.wrote(text.length + (pieces.length - 1) * (by.length - part.length), frame)
      return pieces.join(by)
    }),
  ),
  substring: passing({
    least: 2,
    most: 3,
    make: (site) => (values, frame) => {
      const text = site.text(values, 0)
      site.wrote(text.length, frame)
      const length = lengthOf(text)
      const from = Math.trunc(site.number(values, 1))
      const to = values.length > 2 ? Math.trunc(site.number(values, 2)) : length
      // As the text allows: a short one has no more than it has.
      const [least, most] = [Math.min(Math.max(from, 0), length), Math.min(Math.max(to, 0), length)]
      return most > least ? slice(text, length, least, most) : ''
    },
  }),
  split: passing(
    simple(2, (values, site, frame) => {
      const [text, separator] = [site.text(values, 0), site.text(values, 1)]
      searching(text, separator, frame)
      const pieces = separator === '' ? [...text] : text.split(separator)
      frame.spend(pieces.length)
      return pieces
    }),
  ),
  join: passing({
    least: 1,
    most: 2,
    make: (site) => (values, frame) => {
      const [list = null] = values
      const separator = values.length > 1 ? site.text(values, 1) : ''
      if (!Array.isArray(list)) return site.misfit(0, list, 'a list')
      frame.spend(list.length)
      const texts = list.map((each) =>
        each !== null && typeof each === 'object' ? site.fail('the list holds lists or objects') : String(each ?? ''),
      )
      site.wrote(
        texts.reduce((sum, text) => sum + text.length + separator.length, 0),
        frame,
      )
      return texts.join(separator)
    },
  }),
}

const always =
  (value: Value): Call =>
  () =>
    value

// In the worst case each character of the text is held against each of the part.
const searching = (text: string, part: string, frame: Frame): void =>
  frame.spend(Math.ceil((text.length * Math.max(part.length, 8)) / (8 * charactersAStep)))

/** Words that cannot change from row to row. */
function choice<Word extends string>(
  site: Site,
  known: (Value | undefined)[],
  at: number,
  words: readonly Word[],
): Word | null {
  if (site.operands.length <= at) return null
  const word = words.find((each) => each === known[at])
  if (!word)
    throw new Flaw(`needs one of ${words.map((each) => `'${each}'`).join(', ')}`, site.operands[at]?.start ?? null)
  return word
}

function patternOf(site: Site, source: Value | undefined): Pattern {
  const at = site.operands[1]?.start ?? null
  if (typeof source !== 'string') throw new Flaw('needs its pattern as a text that is the same for every row', at)
  try {
    return compilePattern(source)
  } catch (error) {
    if (error instanceof PatternFlaw) throw new Flaw(`has a pattern that ${error.message}`, at)
    throw error
  }
}

/** How many characters a text has; what is written in two halves is one. */
const lengthOf = (text: string): number => (/[\ud800-\udbff]/.test(text) ? [...text].length : text.length)

const slice = (text: string, length: number, from: number, to: number): string =>
  length === text.length ? text.slice(from, to) : [...text].slice(from, to).join('')

/** @throws Flaw for a function or a method that there is not, or that takes more or fewer values. */
export function ruleOf(name: string, isMethod: boolean, count: number, at: number): Rule {
  const known = isMethod ? methods : functions
  const rule = Object.hasOwn(known, name) ? known[name] : undefined
  if (!rule) {
    const other = Object.hasOwn(isMethod ? functions : methods, name)
    const hint = other
      ? isMethod
        ? `: write it as ${name}(…)`
        : `: call it on a value, as in name.${name}(…)`
      : `, only: ${Object.keys(known).join(', ')}`
    throw new Flaw(`there is no ${isMethod ? 'method' : 'function'} '${name}'${hint}`, at)
  }
  const own = isMethod ? 1 : 0
  if (count < rule.least || count > rule.most) {
    const takes = rule.least === rule.most ? `${rule.least - own}` : `${rule.least - own} to ${rule.most - own}`
    throw new Flaw(`'${name}' takes ${takes} value${takes === '1' ? '' : 's'}, not ${count - own}`, at)
  }
  return rule
}
