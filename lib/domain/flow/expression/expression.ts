import type { Effort } from '../program/effort'
import { Unfit } from '../program/unfit'
import type { Cell, Row } from '../row'
import { compile } from './compile'
import type { Surroundings } from './functions'
import { parseExpression } from './parse'
import { cellOf, charactersAStep, Frame, kindOf, stepsARow, type Value } from './value'

/** An expression ready for row after row. Both throw Unfit for a row that it cannot be worked out for. */
export interface Expression {
  /** What it makes of a row. */
  value(row: Row, effort: Effort): Cell
  /** What it says of a row: true or false, and Unfit when it says anything else. */
  holds(row: Row, effort: Effort): boolean
}

/** What is no bigger takes no more room than its row does. */
const mostUncounted = 16

/**
 * Makes an expression in CEL ready. The row's fields are its variables, `row["odd name"]` reads any of them; one that
 * is missing is null.
 * @throws Flaw
 */
export function compileExpression(source: string, around: Surroundings): Expression {
  const code = compile(parseExpression(source), around)
  const frame = new Frame()
  const work = <Result>(row: Row, effort: Effort, finish: (value: Value) => Result): Result => {
    frame.row = row
    frame.left = stepsARow
    try {
      return finish(code(frame))
    } finally {
      effort.worked(stepsARow - frame.left)
    }
  }
  return {
    value: (row, effort) =>
      work(row, effort, (value) => {
        const before = frame.left
        const cell = cellOf(value, frame)
        const steps = before - frame.left
        if (steps > mostUncounted) effort.wrote(steps * charactersAStep)
        return cell
      }),
    holds: (row, effort) =>
      work(row, effort, (value) => {
        if (typeof value === 'boolean') return value
        throw new Unfit(`The expression must say true or false, and is ${kindOf(value)}`)
      }),
  }
}
