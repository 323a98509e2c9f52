import type { Column, Kind } from '@/lib/db/sql/column'
import type { Condition, Scalar } from '@/lib/db/sql/filter'
import { isId } from '../id'
import { isDay } from '../instant'
import { invalid, type Refusal } from '../refusal'
import { isStorable } from '../text'
import type { Columns, Filter, Operator, Test } from './filter'
import { timeSpan } from './time-span'

/**
 * A filter as a condition on a list's rows. A bare date is a day of `zone`: equal is what lies within it, before what
 * lies before it began, after what lies after it ended. Refuses, naming them, a field that the list does not have, an
 * operator that does not fit the field, and a value of another kind.
 */
export function resolveFilter(filter: Filter, columns: Columns, zone: string): Condition {
  if ('all' in filter) return { all: filter.all.map((each) => resolveFilter(each, columns, zone)) }
  if ('any' in filter) return { any: filter.any.map((each) => resolveFilter(each, columns, zone)) }
  const column = columns.get(filter.field)
  if (!column) throw refused(`names an unknown field '${filter.field}'`)
  const { operator, field } = filter
  if (!fitting[column.kind].includes(operator)) {
    throw refused(`cannot test '${field}' with '${operator}', only with: ${fitting[column.kind].join(', ')}`)
  }
  return conditionOf(filter, column, zone)
}

const always: Operator[] = ['is_null', 'is_not_null']
const exact: Operator[] = ['equals', 'not_equals', 'in', 'not_in', ...always]
const partly: Operator[] = ['contains', 'not_contains', ...exact]
const ordered: Operator[] = ['gt', 'gte', 'lt', 'lte', 'between', ...exact]
const dated: Operator[] = ['date_before', 'date_after', ...ordered]

const fitting: Record<Kind, Operator[]> = {
  text: partly,
  list: partly,
  choice: partly,
  id: exact,
  boolean: exact,
  number: ordered,
  instant: dated,
  day: dated,
}

function conditionOf(test: Test, column: Column, zone: string): Condition {
  const one = () => spanOf(test, test.value, column, zone)
  switch (test.operator) {
    case 'is_null':
    case 'is_not_null':
      if (test.value !== null && test.value !== undefined) throw refused(`must give no value to '${test.operator}'`)
      return test.operator === 'is_null' ? { column, is: 'null' } : { not: { column, is: 'null' } }
    case 'equals':
      return oneOf(column, [one()])
    case 'not_equals':
      return { not: oneOf(column, [one()]) }
    case 'in':
      return oneOf(column, spansOf(test, column, zone))
    case 'not_in':
      return { not: oneOf(column, spansOf(test, column, zone)) }
    case 'contains':
      return { column, is: 'containing', text: textOf(test, test.value) }
    case 'not_contains':
      return { not: { column, is: 'containing', text: textOf(test, test.value) } }
    case 'gt':
    case 'date_after':
      return behind(column, one())
    case 'lt':
    case 'date_before':
      return { column, is: '<', value: one().from }
    case 'gte':
      return { column, is: '>=', value: one().from }
    case 'lte':
      return upTo(column, one())
    case 'between': {
      const [from, to, ...more] = spansOf(test, column, zone)
      if (!from || !to || more.length > 0) throw refused(`must give '${test.field}' two values: [from, to]`)
      return { all: [{ column, is: '>=', value: from.from }, upTo(column, to)] }
    }
  }
}

/** What a value covers: itself, or a span of time. */
interface Span {
  from: Scalar
  until?: string
}

const upTo = (column: Column, { from, until }: Span): Condition =>
  until === undefined ? { column, is: '<=', value: from } : { column, is: '<', value: until }
const behind = (column: Column, { from, until }: Span): Condition =>
  until === undefined ? { column, is: '>', value: from } : { column, is: '>=', value: until }

function oneOf(column: Column, spans: Span[]): Condition {
  const lasting = spans.filter(({ until }) => until !== undefined)
  const points: Condition = { column, is: 'one_of', values: spans.flatMap((span) => (span.until ? [] : [span.from])) }
  if (lasting.length === 0) return points
  const within = (span: Span): Condition => ({ all: [{ column, is: '>=', value: span.from }, upTo(column, span)] })
  return { any: [points, ...lasting.map(within)] }
}

/** How many values a list may hold. */
const longestList = 500

function spansOf(test: Test, column: Column, zone: string): Span[] {
  if (!Array.isArray(test.value)) throw refused(`must give '${test.field}' a list with '${test.operator}'`)
  if (test.value.length > longestList) throw refused(`must give '${test.field}' at most ${longestList} values`)
  return test.value.map((value) => spanOf(test, value, column, zone))
}

function spanOf(test: Test, value: unknown, column: Column, zone: string): Span {
  const wants = (what: string) => refused(`must compare '${test.field}' with ${what}`)
  switch (column.kind) {
    case 'text':
    case 'list':
      return { from: textOf(test, value) }
    case 'choice':
      if (typeof value === 'string' && column.options?.includes(value)) return { from: value }
      throw wants(`one of: ${column.options?.join(', ').slice(0, 200)}`)
    case 'id':
      if (typeof value === 'string' && isId(value)) return { from: value.toLowerCase() }
      throw wants('an id')
    case 'boolean':
      if (typeof value === 'boolean') return { from: value }
      throw wants('true or false')
    case 'number':
      if (typeof value === 'number' && Number.isFinite(value)) return { from: value }
      throw wants('a number')
    case 'day':
      if (typeof value === 'string' && isDay(value)) return { from: value }
      throw wants('a date as YYYY-MM-DD')
    case 'instant': {
      const span = typeof value === 'string' ? timeSpan(value, zone) : null
      if (span) return span
      throw wants('an ISO 8601 date and time, or a date')
    }
  }
}

function textOf(test: Test, value: unknown): string {
  if (typeof value !== 'string') throw refused(`must compare '${test.field}' with text`)
  if (!isStorable(value)) {
    throw refused(`must compare '${test.field}' with text without NUL or broken Unicode characters`)
  }
  return value
}

const refused = (problem: string): Refusal => invalid('filters', problem)
