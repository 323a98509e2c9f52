import type { ForeignAddress } from '@/lib/db/foreign'
import { type Config, settingOf } from '../../connector/settings'
import { SourceFailed } from '../failed'
import { overlapIn, textIn } from '../settings'
import { addressOf } from './address'
import type { From } from './statement'

export interface PostgresSettings {
  address: ForeignAddress
  /** Null: nothing says yet what is to be read. */
  from: From | null
  /** By what rows are told apart and put in order; empty: by the table's primary key. */
  orderBy: string[]
  /** How only what is new is read: by the highest value of a column, less a window. */
  incremental: { field: string; overlap: number } | null
}

/** @throws SourceFailed for what cannot be connected to or read by */
export function postgresSettings(settings: Config, secrets: Record<string, string>): PostgresSettings {
  const [schema, table, query] = [textIn(settings, 'schema'), textIn(settings, 'table'), textIn(settings, 'query')]
  if (table !== null && query !== null) throw new SourceFailed("Settings 'table' and 'query' cannot both be given")
  const field = textIn(settings, 'cursorField')
  const orderBy = textIn(settings, 'orderBy')?.split(',') ?? []
  return {
    address: addressOf(settings, secrets),
    from: query !== null ? { query } : table !== null ? { schema, table } : null,
    orderBy: orderBy.map((name) => name.trim()).filter((name) => name !== ''),
    incremental: field === null ? null : { field, overlap: overlapIn(settings) },
  }
}

/** Whether settings say what is to be read. */
export const saysWhat = (settings: Config): boolean =>
  ['table', 'query'].some((name) => typeof settingOf(settings, name) === 'string' && settingOf(settings, name) !== '')
