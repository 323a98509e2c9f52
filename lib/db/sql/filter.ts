import { byBytes, type Column, type Given } from './column'

export type Scalar = string | number | boolean

/** A condition on a row, its values checked against the kinds of their columns. Null fulfils nothing but `null`. */
export type Condition =
  | { all: Condition[] }
  | { any: Condition[] }
  /** Holds also where the other is unknown, which is where a value is null. */
  | { not: Condition }
  | { column: Column; is: 'null' }
  /** One of the values; a list: has one of them. */
  | { column: Column; is: 'one_of'; values: Scalar[] }
  /** Without regard to case; a list: an item does. */
  | { column: Column; is: 'containing'; text: string }
  | { column: Column; is: '<' | '<=' | '>' | '>='; value: Scalar }

/** The SQL of a condition. Every value goes through `given`; nothing a caller sent becomes part of the text. */
export function conditionSql(condition: Condition, given: Given): string {
  if ('all' in condition) return joined(condition.all, ' AND ', 'TRUE', given)
  if ('any' in condition) return joined(condition.any, ' OR ', 'FALSE', given)
  if ('not' in condition) return `(${conditionSql(condition.not, given)}) IS NOT TRUE`
  const { column } = condition
  const value = column.sql(given)
  const isList = column.kind === 'list'
  switch (condition.is) {
    case 'null':
      return isList ? `coalesce(cardinality(${value}), 0) = 0` : `${value} IS NULL`
    case 'one_of':
      // What is equal to one value can be known to be in an index of some rows.
      if (!isList && condition.values.length === 1) return `${value} = ${given(condition.values[0])}::${column.type}`
      return isList
        ? `${value} && ${given(condition.values)}::text[]`
        : `${value} = ANY(${given(condition.values)}::${column.type}[])`
    case 'containing': {
      const pattern = given(`%${escaped(condition.text)}%`)
      return isList
        ? `EXISTS (SELECT 1 FROM unnest(${value}) AS each(item) WHERE each.item ILIKE ${pattern})`
        : `${value} ILIKE ${pattern}`
    }
    default:
      return `${value} ${condition.is} ${given(condition.value)}::${column.type}${byBytes(column)}`
  }
}

const joined = (conditions: Condition[], word: string, none: string, given: Given): string =>
  conditions.length === 0 ? none : `(${conditions.map((each) => conditionSql(each, given)).join(word)})`

/** Text in which no character means anything to LIKE. */
const escaped = (text: string): string => text.replace(/[\\%_]/g, '\\$&')
