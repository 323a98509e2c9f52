import { conditionOf } from '../condition'
import type { Compile } from '../step'

/** Leaves out the rows that do not fulfil its condition. */
export const filter: Compile = (settings, context) => {
  const holds = conditionOf(settings, context)
  return holds && { each: (row, effort) => (holds(row, effort) ? row : null) }
}
