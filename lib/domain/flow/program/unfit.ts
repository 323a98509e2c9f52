import { shown } from '../../connector/settings'
import type { Cell } from '../row'

/**
 * A row cannot go on; it is thrown. The message is a sentence for people, or completes one, and any database keeps it. No
 * Error, whose stack nobody would read: many thousand rows a second may be thrown out.
 */
export class Unfit {
  readonly name = 'Unfit'
  readonly message: string

  /** @param message such as "'abc' is not a number" */
  constructor(message: string) {
    this.message = storable(message)
  }
}

/** Does something with a field's value; what is not right about it names the field. */
export function inField<Result>(field: string, work: () => Result): Result {
  try {
    return work()
  } catch (error) {
    throw error instanceof Unfit ? new Unfit(`${error.message}: field '${shown(field)}'`) : error
  }
}

/** A value as a reason tells it. */
export function told(cell: Cell): string {
  if (cell === null) return 'nothing'
  if (typeof cell === 'string') return `'${shown(cell)}'`
  if (typeof cell === 'object') return Array.isArray(cell) ? 'a list' : 'an object'
  return String(cell)
}

// A database refuses NUL, and a reason is one line.
const storable = (text: string): string =>
  /[\p{Cc}\p{Cs}]/u.test(text) ? text.toWellFormed().replace(/\p{Cc}+/gu, ' ') : text
