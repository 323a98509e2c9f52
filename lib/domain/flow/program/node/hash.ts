import { hash as digest } from 'node:crypto'
import { hiding } from '../hide'
import type { Compile } from '../step'

/** Puts the SHA-256 of the salt and a value, in hexadecimal, in the value's place; null stays null. A row without the field is rejected. */
export const hash: Compile = (settings) => {
  const names = settings.names()
  const salt = settings.text('salt') ?? ''
  if (names.length === 0) return null
  return { each: hiding(names, (text) => digest('sha256', `${salt}${text}`)) }
}
