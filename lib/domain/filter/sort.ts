import type { Column } from '@/lib/db/sql/column'
import type { Mark, SortKey } from '@/lib/db/sql/page'
import { isId } from '../id'
import { instantOf, isDay } from '../instant'
import { invalid } from '../refusal'
import { isStorable } from '../text'
import type { Columns } from './filter'

export type { Mark } from '@/lib/db/sql/page'

/** By what a caller wants a list sorted. Ties are broken by id, and nulls are last. */
export interface Sort {
  fields: { field: string; descending: boolean }[]
  /** The parameter that says so, for refusals. */
  parameter: 'sort' | 'sort_by'
}

/** The sort keys of a list; behind its `id` nothing is left to sort. Refuses, naming it, a field that the list does not have or that has no order. */
export function resolveSort({ fields, parameter }: Sort, columns: Columns, id: Column): SortKey[] {
  const keys = fields.map(({ field, descending }) => {
    const column = columns.get(field)
    if (!column) throw invalid(parameter, `names an unknown field '${field}'`)
    if (column.kind === 'list') throw invalid(parameter, `cannot sort by '${field}', which holds a list`)
    return { column, descending }
  })
  const last = keys.findIndex(({ column }) => column === id)
  return last < 0 ? keys : keys.slice(0, last + 1)
}

/** Refuses a mark that no page of such a list can have ended with. */
export function refuseForeignMark(mark: Mark, sort: SortKey[]): void {
  const fits = mark.keys.length === sort.length && mark.keys.every((key, at) => fitsKey(key, sort[at]?.column))
  if (!fits || !isId(mark.id)) throw invalid('cursor', 'must be a cursor from an earlier reply')
}

function fitsKey(key: unknown, column: Column | undefined): boolean {
  if (key === null) return true
  switch (column?.kind) {
    case 'text':
      return typeof key === 'string' && isStorable(key)
    case 'id':
      return typeof key === 'string' && isId(key)
    case 'boolean':
      return typeof key === 'boolean'
    case 'number':
      return typeof key === 'number'
    case 'choice':
      return Number.isInteger(key)
    case 'instant':
      return typeof key === 'string' && instantOf(key) !== null
    case 'day':
      return typeof key === 'string' && isDay(key)
    default:
      return false
  }
}
