import type { Column } from '@/lib/db/sql/column'

/** How a field can be tested. */
export const operators = [
  ...(['equals', 'not_equals', 'in', 'not_in', 'contains', 'not_contains'] as const),
  ...(['gt', 'gte', 'lt', 'lte', 'between', 'date_before', 'date_after', 'is_null', 'is_not_null'] as const),
]
export type Operator = (typeof operators)[number]

/** What a caller wants of one field, unchecked: the fields of a list decide what fits. */
export interface Test {
  field: string
  operator: Operator
  value: unknown
}

/** What a caller wants of a row: tests, and groups of which all or any must hold. */
export type Filter = { all: Filter[] } | { any: Filter[] } | Test

/** What callers may filter and sort a list by, under the names that they know. */
export type Columns = ReadonlyMap<string, Column>
