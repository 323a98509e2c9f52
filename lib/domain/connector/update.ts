import type { Tx } from '@/lib/db/transaction'
import { difference, recordEvent } from '../event/record-event'
import { refuseIfStale } from '../event/stale'
import { type Role, reaches } from '../member/role'
import { forbidden } from '../refusal'
import { refuseLongConfig } from './config-length'
import { type ConnectorRow, redirects } from './connector'
import { summaryOf } from './create'
import { lockConnector } from './find'
import { changeSecrets, type SecretChange } from './secrets'
import type { Config } from './settings'

export interface ConnectorChange {
  name?: string
  /** Replaces the whole. */
  config?: Config
  /** Sets those that are named; null takes one away. */
  secrets?: SecretChange
}

/**
 * Changes a connector. Refuses (forbidden) anybody but an admin who would lead its secrets to another address.
 * @param role of who asks
 * @param seen the version that the caller has seen; another one by now is stale
 */
export async function updateConnector(
  tx: Tx,
  id: string,
  change: ConnectorChange,
  role: Role,
  seen?: number,
): Promise<ConnectorRow> {
  const before = await lockConnector(tx, id)
  await refuseIfStale(tx, before, seen)
  const { name = before.name, config = before.config } = change
  refuseLongConfig(config)
  if (before.secretNames.length > 0 && redirects(before.type, before.config, config) && !reaches(role, 'admin')) {
    throw forbidden('This connector holds secrets: only an admin may change where they are sent')
  }
  const sealed =
    change.secrets && Object.keys(change.secrets).length > 0 && (await changeSecrets(tx, id, change.secrets))
  const secretNames = sealed ? sealed.secretNames : before.secretNames
  const after = { ...before, name, config, secretNames, version: before.version + 1, updatedAt: tx.now }
  if (!sealed && !difference<ConnectorRow>(before, { name, config })) return before
  await tx.db.connector.update({
    where: { workspaceId_id: { workspaceId: tx.workspaceId, id } },
    data: { name, config: config as object, ...sealed, version: after.version, updatedAt: tx.now },
  })
  const told = difference<ReturnType<typeof summaryOf>>(summaryOf(before), summaryOf(after))
  const [was, is] = [told?.before ?? {}, told?.after ?? {}]
  const written = { subject: 'connector', subjectId: id, before: was, after: is, version: after.version }
  await recordEvent(tx, 'connector.update', [written])
  return after
}
