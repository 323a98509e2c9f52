import type { Site } from './site'
import { numberWanted } from './site'
import { type Frame, isEqual, isNumber, isObject, kindOf, type Value } from './value'

export type Operator = (left: Value, right: Value, site: Site, frame: Frame) => Value

const least = -(2n ** 63n)
const most = 2n ** 63n - 1n

type Numbers = { doubles: (one: number, other: number) => number; integers: (one: bigint, other: bigint) => bigint }

/** Integers stay integers, as CEL has it; with a double they are doubles, which CEL would refuse and every row needs. */
const arithmetic =
  ({ doubles, integers }: Numbers): Operator =>
  (left, right, site) => {
    if (typeof left === 'number' && typeof right === 'number') return doubles(left, right)
    if (!isNumber(left)) return site.misfit(0, left, numberWanted(left))
    if (!isNumber(right)) return site.misfit(1, right, numberWanted(right))
    if (typeof left !== 'bigint' || typeof right !== 'bigint') return doubles(Number(left), Number(right))
    const result = integers(left, right)
    return result < least || result > most ? site.fail('the number becomes too large') : result
  }

const numbers = {
  plus: arithmetic({ doubles: (one, other) => one + other, integers: (one, other) => one + other }),
  minus: arithmetic({ doubles: (one, other) => one - other, integers: (one, other) => one - other }),
  times: arithmetic({ doubles: (one, other) => one * other, integers: (one, other) => one * other }),
  by: arithmetic({ doubles: (one, other) => one / other, integers: (one, other) => one / other }),
  rest: arithmetic({ doubles: (one, other) => one % other, integers: (one, other) => one % other }),
}

const unlessZero =
  (divide: Operator): Operator =>
  (left, right, site, frame) => {
    if (isNumber(left) && isNumber(right) && Number(right) === 0) return site.fail('nothing can be divided by zero')
    return divide(left, right, site, frame)
  }

const plus: Operator = (left, right, site, frame) => {
  if (typeof left === 'number' && typeof right === 'number') return left + right
  if (typeof left === 'string' || typeof right === 'string') {
    if (typeof left !== 'string') return site.misfit(0, left, 'text (string(…) makes it text)')
    if (typeof right !== 'string') return site.misfit(1, right, 'text (string(…) makes it text)')
    site.wrote(left.length + right.length, frame)
    return left + right
  }
  if (Array.isArray(left) && Array.isArray(right)) {
    frame.spend(left.length + right.length)
    return [...left, ...right]
  }
  return numbers.plus(left, right, site, frame)
}

type Order = (difference: number) => boolean

const ordered =
  (fits: Order): Operator =>
  (left, right, site, frame) => {
    if (isNumber(left) && isNumber(right)) return fits(left < right ? -1 : left > right ? 1 : 0)
    if (typeof left === 'string' && typeof right === 'string') {
      frame.spendOn(left)
      return fits(left < right ? -1 : left > right ? 1 : 0)
    }
    if (typeof left === 'boolean' && typeof right === 'boolean') return fits(Number(left) - Number(right))
    if (left === null) return site.misfit(0, left, '')
    if (right === null) return site.misfit(1, right, '')
    return site.fail(
      `${kindOf(left)} and ${kindOf(right)} have no order${isNumber(left) || isNumber(right) ? ' (number(…) reads a number)' : ''}`,
    )
  }

const within: Operator = (left, right, site, frame) => {
  if (Array.isArray(right)) {
    frame.spend(1)
    return right.some((each) => {
      frame.spend(1)
      return isEqual(left, each, frame)
    })
  }
  if (isObject(right)) return typeof left === 'string' && Object.hasOwn(right, left)
  return site.misfit(1, right, 'a list')
}

/** The operators between two values, as the parser calls them. */
export const operators: Record<string, Operator> = {
  '+': plus,
  '-': numbers.minus,
  '*': numbers.times,
  '/': unlessZero(numbers.by),
  '%': unlessZero(numbers.rest),
  '==': (left, right, _, frame) => isEqual(left, right, frame),
  '!=': (left, right, _, frame) => !isEqual(left, right, frame),
  '<': ordered((difference) => difference < 0),
  '<=': ordered((difference) => difference <= 0),
  '>': ordered((difference) => difference > 0),
  '>=': ordered((difference) => difference >= 0),
  in: within,
}
