import type { Scope, Tx } from '@/lib/db/transaction'
import { isId } from '../id'
import { cutPage, type Page } from '../page'
import { invalid, notFound } from '../refusal'
import type { ConnectorRow } from './connector'

// All but the secrets.
const columns = `id, name, type, config, "secretNames", version, "createdAt", "updatedAt" FROM "Connector" WHERE "workspaceId" = $1`

/** The connector with this id. Refuses (not found) one that is missing. */
export async function findConnector(scope: Scope, id: string): Promise<ConnectorRow> {
  const [connector] = await connectorsById(scope, [id])
  if (!connector) throw notFound('connector')
  return connector
}

/** The same, and nobody else changes it, or begins to use it, until the transaction ends. */
export async function lockConnector(tx: Tx, id: string): Promise<ConnectorRow> {
  if (!isId(id)) throw notFound('connector')
  await tx.sql('SELECT 1 FROM "Connector" WHERE "workspaceId" = $1 AND id = $2 FOR UPDATE', [tx.workspaceId, id])
  return findConnector(tx, id)
}

/** Those of the connectors with these ids that there are, in no order. */
export const connectorsById = async (scope: Scope, ids: string[]): Promise<ConnectorRow[]> => {
  const possible = ids.filter(isId)
  if (possible.length === 0) return []
  return scope.sql(`SELECT ${columns} AND id = ANY($2::uuid[])`, [scope.workspaceId, possible])
}

/** Refuses (invalid, naming the field) an id that is no connector's; it then stays one until the transaction ends. */
export async function refuseUnlessConnector(tx: Tx, id: string, field: string): Promise<void> {
  const found = isId(id)
    ? await tx.sql('SELECT 1 FROM "Connector" WHERE "workspaceId" = $1 AND id = $2 FOR KEY SHARE', [tx.workspaceId, id])
    : []
  if (found.length === 0) throw invalid(field, 'must be the id of a connector')
}

/** A page of connectors, oldest first, from the one after `after` on, and how many there are. */
export async function pageConnectors(
  scope: Scope,
  limit: number,
  after: string | null,
): Promise<Page<ConnectorRow> & { total: number }> {
  const [rows, total] = await Promise.all([
    scope.sql<ConnectorRow>(`SELECT ${columns} AND ($2::uuid IS NULL OR id > $2) ORDER BY id LIMIT $3`, [
      scope.workspaceId,
      after,
      limit + 1,
    ]),
    scope.db.connector.count({ where: { workspaceId: scope.workspaceId } }),
  ])
  return { ...cutPage(rows, limit, (last) => last.id), total }
}
