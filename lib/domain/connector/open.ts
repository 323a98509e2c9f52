import type { Scope } from '@/lib/db/transaction'
import { unseal } from '../secret/seal'
import type { ConnectorRow } from './connector'
import { findConnector } from './find'

/** A connector with its secrets by name: to be used, and never told or written. */
export interface OpenConnector extends ConnectorRow {
  secrets: Record<string, string>
}

/** The connector with this id and its secrets. Refuses (not found) one that is missing. */
export async function openConnector(scope: Scope, id: string): Promise<OpenConnector> {
  const connector = await findConnector(scope, id)
  const [row] = await scope.sql<{ secrets: string | null }>(
    'SELECT secrets FROM "Connector" WHERE "workspaceId" = $1 AND id = $2',
    [scope.workspaceId, id],
  )
  return { ...connector, secrets: row?.secrets ? JSON.parse(unseal(scope.workspaceId, row.secrets)) : {} }
}
