import type { Tx } from '@/lib/db/transaction'
import { invalid } from '../refusal'
import { seal, unseal } from '../secret/seal'

/** Secrets by name; null takes one away. */
export type SecretChange = Record<string, string | null>

export const mostSecrets = 20

export interface Sealed {
  secrets: string | null
  secretNames: string[]
}

/** The sealed secrets of a connector with a change made to them, as they are stored. Refuses more than 20. */
export async function changeSecrets(tx: Tx, connectorId: string, change: SecretChange): Promise<Sealed> {
  const [row] = await tx.sql<{ secrets: string | null }>(
    'SELECT secrets FROM "Connector" WHERE "workspaceId" = $1 AND id = $2',
    [tx.workspaceId, connectorId],
  )
  const before: SecretChange = row?.secrets ? JSON.parse(unseal(tx.workspaceId, row.secrets)) : {}
  return sealSecrets(tx.workspaceId, { ...before, ...change })
}

/** Seals secrets for storage, each with its name beside it; one that is null is left out. */
export function sealSecrets(workspaceId: string, given: SecretChange): Sealed {
  const kept = Object.entries(given).filter(([, value]) => value !== null)
  if (kept.length > mostSecrets) throw invalid('secrets', `must have at most ${mostSecrets} entries`)
  if (kept.length === 0) return { secrets: null, secretNames: [] }
  const secrets = seal(workspaceId, JSON.stringify(Object.fromEntries(kept)))
  return { secrets, secretNames: kept.map(([name]) => name).sort() }
}
