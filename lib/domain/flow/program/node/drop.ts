import { withoutFields } from '../change'
import type { Compile } from '../step'

/** Takes fields away. */
export const drop: Compile = (settings) => {
  const names = settings.texts('fields')
  if (names === null) return null
  const dropped = new Set(names)
  return { each: (row) => withoutFields(row, dropped) }
}
