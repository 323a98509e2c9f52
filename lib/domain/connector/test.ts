import type { Scope } from '@/lib/db/transaction'
import type { Guard } from '@/lib/net/target'
import type { Column } from '../source/columns'
import { SourceFailed } from '../source/failed'
import { refuseUnfinished } from '../source/open'
import { postgresSettings, saysWhat } from '../source/postgres/settings'
import { tablesIn } from '../source/postgres/tables'
import { type Sample, sampleSource } from '../source/sample'
import { type OpenConnector, openConnector } from './open'

export interface ConnectorTest {
  ok: boolean
  /** What came of it. */
  message: string
  /** Null when nothing could be read. */
  found: {
    columns: Column[]
    encoding: string | null
    delimiter: string | null
    /** How many rows were looked at, and how many of them cannot be read. */
    rows: number
    broken: number
  } | null
}

const seconds = 10
const looked = 100

/**
 * Connects to what a connector reads, and says what its first rows are, or why there are none, within ten seconds.
 * Refuses (not found) a connector that is missing.
 */
export async function testConnector(scope: Scope, id: string, guard: Guard = {}): Promise<ConnectorTest> {
  const connector = await openConnector(scope, id)
  const signal = AbortSignal.timeout(seconds * 1000)
  try {
    if (connector.type === 'postgres' && !saysWhat(connector.config)) return await tables(connector, guard, signal)
    return told(await sampleSource(scope, connector, {}, looked, { signal, guard }))
  } catch (error) {
    if (error instanceof SourceFailed) return { ok: false, message: sentence(error.message), found: null }
    if (!signal.aborted) throw error
    return { ok: false, message: `The first rows were not there within ${seconds} seconds.`, found: null }
  }
}

/** Of a database of which nothing says yet what is to be read. */
async function tables(connector: OpenConnector, guard: Guard, signal: AbortSignal): Promise<ConnectorTest> {
  refuseUnfinished(connector)
  const { config, secrets } = connector
  const { count, names } = await tablesIn(postgresSettings(config, secrets), guard, signal)
  const which = count === 0 ? '' : ` (${names.join(', ')}${count > names.length ? ', …' : ''})`
  const what = count === 1 ? 'is 1 table' : `are ${count} tables and views`
  return {
    ok: true,
    message: `Connected: there ${what} to be read${which}. Say which in table, or in query.`,
    found: null,
  }
}

function told({ items, columns, encoding, delimiter }: Sample): ConnectorTest {
  const faults = items.flatMap((item) => ('broken' in item ? [item.broken] : []))
  const what = [
    counted(columns.length, 'column', named(columns)),
    encoding,
    delimiter && `separated by ${quoted(delimiter)}`,
  ]
  const rows = items.length === 0 ? 'There are no rows' : `Read the first ${counted(items.length, 'row')}`
  const broken = faults.length === 0 ? '' : ` ${faults.length} of them cannot be read: ${sentence(faults[0] ?? '')}`
  return {
    ok: items.length === 0 || faults.length < items.length,
    message: `${rows}: ${what.filter(Boolean).join(', ')}.${broken}`,
    found: { columns, encoding, delimiter, rows: items.length, broken: faults.length },
  }
}

const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`)
const counted = (count: number, noun: string, more = ''): string => `${count} ${noun}${count === 1 ? '' : 's'}${more}`
const quoted = (delimiter: string): string => (delimiter === '\t' ? 'a tab' : `'${delimiter}'`)

const mostNamed = 5

function named(columns: Column[]): string {
  if (columns.length === 0) return ''
  const names = columns.slice(0, mostNamed).map(({ name }) => (name.length > 40 ? `${name.slice(0, 40)}…` : name))
  return ` (${names.join(', ')}${columns.length > mostNamed ? ', …' : ''})`
}
