import { shown } from '../../connector/settings'
import { Unfit } from '../program/unfit'
import type { Node } from './parse'
import { charactersAStep, type Frame, isNumber, kindOf, longestText, type Value } from './value'

/** A place in an expression, which says in plain words why it cannot be worked out there. */
export class Site {
  readonly #spelt = new Map<Node, string>()

  constructor(
    readonly node: Node,
    /** What it works with: the sides of an operator, or the text that a function is called on and what it is given. */
    readonly operands: Node[],
  ) {}

  fail(why: string): never {
    throw new Unfit(`Cannot work out '${this.#name(this.node)}': ${why}`)
  }

  /** An operand is not what it should be. */
  misfit(at: number, value: Value, wanted: string): never {
    const what = `'${this.#name(this.operands[at] as Node)}'`
    return this.fail(value === null ? `${what} is empty` : `${what} is ${kindOf(value)}, not ${wanted}`)
  }

  // Many rows may fail, all at the same place.
  #name(node: Node): string {
    const known = this.#spelt.get(node) ?? spelt(node)
    this.#spelt.set(node, known)
    return known
  }

  text(values: Value[], at: number): string {
    const value = values[at] as Value
    return typeof value === 'string' ? value : this.misfit(at, value, 'text')
  }

  number(values: Value[], at: number): number {
    const value = values[at] as Value
    return isNumber(value) ? Number(value) : this.misfit(at, value, numberWanted(value))
  }

  /** A text that was put together of so many characters. */
  wrote(length: number, frame: Frame): void {
    if (length > longestText) this.fail('the text becomes too long')
    frame.spend(Math.floor(length / charactersAStep))
  }
}

/** What to say of a value that should be a number: text may only look like one. */
export const numberWanted = (value: Value): string =>
  typeof value === 'string' ? 'a number (number(…) reads one)' : 'a number'

// Brackets around a first or a last operand are not among what the parser says is the whole's.
function spelt({ input, start, end }: Node): string {
  let open = 0
  let closed = 0
  for (const character of input.slice(start, end)) {
    if (character === '(') open++
    else if (character === ')' && open > 0) open--
    else if (character === ')') closed++
  }
  const before = new RegExp(`(?:\\(\\s*){${closed}}$`).exec(input.slice(0, start))?.[0] ?? ''
  const after = new RegExp(`^(?:\\s*\\)){${open}}`).exec(input.slice(end))?.[0] ?? ''
  return shown(`${before}${input.slice(start, end)}${after}`)
}
