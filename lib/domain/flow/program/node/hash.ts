import { hash as digest } from 'node:crypto'
import { textOf } from '../cell'
import { withEach } from '../change'
import type { Compile } from '../step'
import { inField } from '../unfit'

/** Puts the SHA-256 of the salt and a value, in hexadecimal, in the value's place; null stays null. */
export const hash: Compile = (settings) => {
  const names = settings.names()
  const salt = settings.text('salt') ?? ''
  if (names.length === 0) return null
  return {
    each: (row) =>
      withEach(row, names, (cell, name) =>
        cell === null ? null : inField(name, () => digest('sha256', `${salt}${textOf(cell)}`)),
      ),
  }
}
