import type { Guard } from '@/lib/net/target'
import { connectTo } from './connection'
import type { PostgresSettings } from './settings'
import { readableTables } from './statement'

/** How many tables and views there are to be read, and the first of them by name. @throws SourceFailed */
export async function tablesIn(
  { address }: PostgresSettings,
  guard: Guard,
  signal: AbortSignal,
): Promise<{ count: number; names: string[] }> {
  const { ask, close } = await connectTo(address, guard, signal)
  try {
    const { rows } = await ask(readableTables(10))
    return { count: Number(rows[0]?.[0] ?? 0), names: rows.map(([, name]) => name ?? '') }
  } finally {
    close()
  }
}
