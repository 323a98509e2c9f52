import type { Operator } from '../../../filter/filter'
import { stepsARow } from '../../expression/value'
import { PatternFlaw } from '../../pattern/parse'
import { compilePattern } from '../../pattern/pattern'
import type { Cell, Row } from '../../row'
import { isEmpty, textOf } from '../cell'
import { type Condition, conditionOf, expressionOf } from '../condition'
import type { Effort } from '../effort'
import type { Verdict } from '../program'
import { Settings } from '../settings'
import type { Context, Step } from '../step'
import { inField, told, Unfit } from '../unfit'
import { dataSetOf, refuseTwice } from './data-set'

/** What a row must fulfil, or be rejected with the reason. */
interface Rule {
  holds: Condition
  broken: (row: Row) => string
}

/**
 * Rejects the rows that break a rule, and says of each rule that is broken why. A rule is a condition, as a filter has it,
 * a field that is `required`, or a `pattern` that a field's text must match somewhere, unless it is empty. Rules of a
 * `dataset` are about the rows that pass, together: where one is broken the run ends.
 */
export function validate(settings: Settings, context: Context): { step: Step | null; verdict: Verdict | null } {
  const rules = [...rulesIn(settings, context), ...asRule(settings, context)]
  const dataSet = dataSetOf(settings)
  const { verdict } = dataSet
  const each = (row: Row, effort: Effort): Row => {
    const broken = rules.flatMap((rule) => brokenBy(row, rule, effort) ?? [])
    if (broken.length > 0) throw new Unfit(broken.join('; '))
    return row
  }
  if (dataSet.unique.length === 0) return { step: rules.length > 0 ? { each } : null, verdict }
  return {
    step: {
      all: async (tokens, turn) => {
        const done = await turn.each(tokens, ({ row }) => each(row, turn.effort))
        const passed = done.map(({ token }) => token)
        await refuseTwice(dataSet, passed, turn)
        return passed
      },
    },
    verdict,
  }
}

function brokenBy(row: Row, { holds, broken }: Rule, effort: Effort): string | null {
  try {
    return holds(row, effort) ? null : broken(row)
  } catch (error) {
    if (error instanceof Unfit) return error.message
    throw error
  }
}

const mostRules = 200
const known = ['field', 'expression', 'operator', 'value', 'required', 'pattern', 'message']

function rulesIn(settings: Settings, context: Context): Rule[] {
  const given = settings.any('rules')
  if (given === null) return []
  if (!Array.isArray(given) || given.length > mostRules) {
    settings.wrong('rules', `Setting 'rules' must be a list of at most ${mostRules} rules`)
    return []
  }
  return given.flatMap((each, at) => {
    if (typeof each !== 'object' || each === null || Array.isArray(each)) {
      settings.wrong('rules', `Setting 'rules'[${at}] must be a rule, such as {"field": "email", "required": true}`)
      return []
    }
    const own = new Settings(each as Record<string, unknown>)
    const rules = asRule(own, context)
    for (const name of Object.keys(each)) {
      if (!known.includes(name)) own.unfinished(name, `Setting '${name}' is not known here: it does nothing`)
    }
    if (rules.length === 0 && own.problems.length === 0) own.unfinished('rules', 'it asks nothing')
    for (const { message, severity } of own.problems) {
      settings.problems.push({ field: 'config.rules', message: `Setting 'rules'[${at}]: ${message}`, severity })
    }
    return rules
  })
}

/** The rules that some settings are: each of them one. */
function asRule(settings: Settings, context: Context): Rule[] {
  const message = settings.text('message')
  const field = settings.text('field')
  const rules: Rule[] = []
  const add = (holds: Condition, broken: (row: Row) => string) =>
    rules.push({ holds, broken: message === null ? broken : () => message })
  if (settings.any('required') === true && field !== null) {
    add(
      (row) => !isEmpty(row[field]),
      () => `Field '${field}' is required`,
    )
  }
  const pattern = patternOf(settings, field)
  if (pattern)
    add(pattern, (row) => `Field '${field}' does not look as it must, and is ${told(row[field as string] ?? null)}`)
  const source = settings.text('expression')
  const expression = expressionOf(settings, 'expression', context)
  if (expression) add(expression.holds, () => `'${source}' does not hold`)
  const operator = settings.any('operator')
  const asksMore = ['required', 'pattern', 'expression'].some((name) => settings.any(name) !== null)
  const test =
    operator !== null || settings.any('value') !== null || (field !== null && !asksMore)
      ? conditionOf(settings.only('field', 'operator', 'value'), context)
      : null
  if (test)
    add(
      test,
      (row) =>
        `Field '${field}' must ${words[operator as Operator]}${spelt(settings.any('value'))}, and is ${told(row[field as string] ?? null)}`,
    )
  return rules
}

function patternOf(settings: Settings, field: string | null): Condition | null {
  const source = settings.text('pattern')
  if (source === null || field === null) return null
  try {
    const pattern = compilePattern(source)
    return (row, effort) => {
      const cell: Cell = row[field] ?? null
      if (cell === null || isEmpty(cell)) return true
      let left = stepsARow
      return inField(field, () =>
        pattern(textOf(cell), (steps) => {
          effort.worked(steps)
          left -= steps
          if (left < 0) throw new Unfit('The pattern takes too long for this text')
        }),
      )
    }
  } catch (error) {
    if (!(error instanceof PatternFlaw)) throw error
    settings.wrong('pattern', `Setting 'pattern' ${error.message}`)
    return null
  }
}

const words: Record<Operator, string> = {
  equals: 'be',
  not_equals: 'not be',
  in: 'be one of',
  not_in: 'not be any of',
  contains: 'contain',
  not_contains: 'not contain',
  gt: 'be more than',
  gte: 'be at least',
  lt: 'be less than',
  lte: 'be at most',
  between: 'be between',
  date_before: 'be before',
  date_after: 'be after',
  is_null: 'be empty',
  is_not_null: 'not be empty',
}

const mostSpelt = 10

function spelt(value: unknown): string {
  if (value === null) return ''
  if (!Array.isArray(value)) return ` ${told(value as Cell)}`
  const some = value.slice(0, mostSpelt).map((each) => told(each as Cell))
  return ` ${some.join(', ')}${value.length > mostSpelt ? ', …' : ''}`
}
