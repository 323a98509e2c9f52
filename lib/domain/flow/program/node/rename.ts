import { renamed } from '../change'
import type { Compile } from '../step'

/** Gives a field another name, in its place; another field of that name goes. A row without the field stays as it is. */
export const rename: Compile = (settings) => {
  const from = settings.text('from')
  const to = settings.text('to')
  if (from === null || to === null || from === to) return null
  return { each: (row) => renamed(row, from, to) }
}
