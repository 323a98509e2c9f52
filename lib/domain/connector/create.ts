import type { Tx } from '@/lib/db/transaction'
import { recordEvent } from '../event/record-event'
import { newId } from '../id'
import { refuseLongConfig } from './config-length'
import type { ConnectorRow, ConnectorType } from './connector'
import { type SecretChange, sealSecrets } from './secrets'
import type { Config } from './settings'

export interface NewConnector {
  name: string
  type: ConnectorType
  /** May be unfinished. */
  config?: Config
  secrets?: SecretChange
}

/** Makes a connector; its secrets are sealed. Refuses a config that is too long. */
export async function createConnector(tx: Tx, given: NewConnector): Promise<ConnectorRow> {
  const config = given.config ?? {}
  refuseLongConfig(config)
  const { secrets, secretNames } = sealSecrets(tx.workspaceId, given.secrets ?? {})
  const connector: ConnectorRow = {
    id: newId(),
    name: given.name,
    type: given.type,
    config,
    secretNames,
    version: 1,
    createdAt: tx.now,
    updatedAt: tx.now,
  }
  await tx.db.connector.create({
    data: { ...connector, workspaceId: tx.workspaceId, config: config as object, secrets },
  })
  const { id, version } = connector
  await recordEvent(tx, 'connector.create', [
    { subject: 'connector', subjectId: id, before: null, after: summaryOf(connector), version },
  ])
  return connector
}

/** What a change records of a connector: of its settings the names alone, for one of them may hold what is secret. */
export const summaryOf = ({ name, type, config, secretNames }: ConnectorRow) => ({
  name,
  type,
  settings: Object.keys(config).sort(),
  secretNames,
})
