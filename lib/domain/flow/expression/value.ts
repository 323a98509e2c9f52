import { Unfit } from '../program/unfit'
import { type Cell, emptyRow } from '../row'

/** What an expression works with. What a row holds as numbers are doubles, as JSON has it; CEL's own integers are bigint. */
export type Value = null | boolean | number | bigint | string | Value[] | { [name: string]: Value }

export const stepsARow = 100_000

/** How many characters a processor goes through in one step. */
export const charactersAStep = 64

/** How long a text may become. */
export const longestText = 8_000_000

/** How deep a value may be looked into. */
export const deepest = 100

/** It took more steps than a row may take; no part of an expression can make up for that. */
export class Exhausted extends Unfit {}

/** One row being worked on. */
export class Frame {
  row: { [name: string]: Cell } = {}
  /** The variables of `all`, `map` and their like, by how deep they stand. */
  readonly locals: Value[] = []
  left = stepsARow

  /** @throws Exhausted */
  spend(steps: number): void {
    this.left = Math.max(this.left - steps, -1)
    if (this.left < 0) throw new Exhausted('The expression takes too long for this row')
  }

  /** A text that is gone through. */
  spendOn(text: string): void {
    this.spend(Math.floor(text.length / charactersAStep))
  }
}

export const isNumber = (value: Value): value is number | bigint =>
  typeof value === 'number' || typeof value === 'bigint'

export const isObject = (value: Value): value is { [name: string]: Value } =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** What a value is, completing "it is …". */
export function kindOf(value: Value): string {
  if (value === null) return 'empty'
  if (typeof value === 'string') return 'text'
  if (typeof value === 'boolean') return 'true or false'
  if (isNumber(value)) return 'a number'
  return Array.isArray(value) ? 'a list' : 'an object'
}

/** What an object has by a name; null where it has none. */
export const memberOf = (object: { [name: string]: Value }, name: string): Value =>
  Object.hasOwn(object, name) ? (object[name] ?? null) : null

/** Whether two values are the same: numbers by size, lists and objects by what they hold. */
export function isEqual(one: Value, other: Value, frame: Frame, depth = 0): boolean {
  if (isNumber(one) && isNumber(other))
    return Number(one) === Number(other) && (typeof one !== typeof other || one === other)
  if (one === null || other === null || typeof one !== 'object' || typeof other !== 'object') {
    if (typeof one === 'string' && typeof other === 'string') frame.spendOn(one)
    return one === other
  }
  if (depth > deepest) throw new Unfit('What is compared is nested too deeply')
  frame.spend(1)
  if (Array.isArray(one) || Array.isArray(other)) {
    if (!Array.isArray(one) || !Array.isArray(other) || one.length !== other.length) return false
    frame.spend(one.length)
    return one.every((each, at) => isEqual(each, other[at] as Value, frame, depth + 1))
  }
  const names = Object.keys(one)
  frame.spend(names.length)
  return (
    names.length === Object.keys(other).length &&
    names.every(
      (name) => Object.hasOwn(other, name) && isEqual(one[name] as Value, other[name] as Value, frame, depth + 1),
    )
  )
}

/** A value as a cell keeps it. Counts what it goes through, for one value can stand in many places. */
export function cellOf(value: Value, frame: Frame, depth = 0): Cell {
  frame.spend(1)
  if (typeof value === 'string') frame.spendOn(value)
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value)
  if (typeof value === 'number' && !Number.isFinite(value)) throw new Unfit('The expression makes too large a number')
  if (value === null || typeof value !== 'object') return value
  if (depth > deepest) throw new Unfit('What the expression makes is nested too deeply')
  if (Array.isArray(value)) return value.map((each) => cellOf(each, frame, depth + 1))
  const cell: { [name: string]: Cell } = emptyRow()
  for (const name of Object.keys(value)) cell[name] = cellOf(value[name] as Value, frame, depth + 1)
  return cell
}
