import { compileExpression, type Expression } from '../expression/expression'
import { Flaw } from '../expression/parse'
import type { Row } from '../row'
import type { Clock } from './clock'
import { groupTest } from './condition-group'
import type { Effort } from './effort'
import { NoTest, type RowTest, testOf } from './row-test'
import type { Settings } from './settings'
import type { Context } from './step'

/** Whether a row fulfils a condition; Unfit for a row that it cannot be asked of. */
export type Condition = (row: Row, effort: Effort) => boolean

/** What `expression`, `field` with `operator` and `value`, and `conditions` ask of a row: all of it. Null: nothing. */
export function conditionOf(settings: Settings, context: Context): Condition | null {
  const asked = [
    expressionOf(settings, 'expression', context)?.holds,
    isField(settings) ? fieldTest(settings, context.clock) : null,
    groupTest(settings, context.clock),
  ].filter((each) => each !== null && each !== undefined)
  if (asked.length < 2) return asked[0] ?? null
  return (row, effort) => asked.every((each) => each(row, effort))
}

const isField = (settings: Settings): boolean =>
  ['field', 'operator', 'value'].some((name) => settings.any(name) !== null)

/** The expression that a setting holds, ready; null when there is none, or when it is wrong. */
export function expressionOf(settings: Settings, name: string, context: Context): Expression | null {
  const source = settings.text(name)
  if (source === null) return null
  try {
    return compileExpression(source, context)
  } catch (error) {
    if (!(error instanceof Flaw)) throw error
    settings.wrong(name, `Setting '${name}' ${flawed(error, source)}`)
    return null
  }
}

/** Where an expression is wrong, and why. */
export function flawed({ at, message }: Flaw, source: string): string {
  if (at === null) return message
  const before = source.slice(0, at).split('\n')
  return `is wrong at line ${before.length}, character ${(before.at(-1)?.length ?? 0) + 1}: ${message}`
}

function fieldTest(settings: Settings, clock: Clock): RowTest | null {
  try {
    return testOf(settings.text('field'), settings.any('operator'), settings.any('value'), clock)
  } catch (error) {
    if (!(error instanceof NoTest)) throw error
    if (error.severity === 'error') settings.wrong(error.setting, error.message)
    // That a field is missing beside others the sheet does not know.
    else settings.unfinished(error.setting, `${error.message}: every row passes`)
    return null
  }
}
