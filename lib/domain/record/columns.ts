import type { Column, Kind } from '@/lib/db/sql/column'
import { ownColumn, recordColumn } from '@/lib/db/sql/record-column'
import type { Columns } from '../filter/filter'
import type { OwnField } from '../object/own-field'

/** What every record has that lists may be filtered and sorted by. */
export type RecordField = keyof typeof recordColumn

const kinds: Record<Exclude<OwnField['type'], 'pipeline'>, Kind> = {
  text: 'text',
  email: 'text',
  phone: 'text',
  url: 'text',
  number: 'number',
  boolean: 'boolean',
  date: 'day',
  datetime: 'instant',
  select: 'choice',
  multi_select: 'list',
}

/**
 * What a list of one object's records may be filtered and sorted by: what every record has, under the names of
 * `spelling`, and the object's own fields under theirs where they are not taken.
 */
export function columnsOf(spelling: Record<string, RecordField>, own: OwnField[]): Columns {
  const columns = new Map<string, Column>()
  for (const { name, type, options } of own) {
    if (type !== 'pipeline') columns.set(name, ownColumn(name, kinds[type], options))
  }
  for (const [name, field] of Object.entries(spelling)) columns.set(name, recordColumn[field])
  return columns
}
