import { createHash } from 'node:crypto'
import type { Scope } from '@/lib/db/transaction'
import { type OpenConnector, openConnector } from '../connector/open'
import type { SourceRead } from '../flow/program/program'
import { Refusal } from '../refusal'
import { SourceFailed } from '../source/failed'
import { openSource } from '../source/open'
import type { Reader } from '../source/reader'
import { settingsOf } from '../source/settings'
import type { Marks } from './run'

/** What of a run says how its sources are read. */
export interface Reading {
  /** The files that it reads. */
  uploadIds: string[]
  since: Marks | null
}

/** A source that is open, and by what its incremental mark is kept. */
export interface OpenSource {
  reader: Reader
  markKey: string
  /** It can be split by ranges of a column. */
  isTable: boolean
}

/**
 * Opens a source as a run has it: its file is the one that its connector had when the run was asked for.
 * @throws SourceFailed
 */
export async function openRunSource(scope: Scope, run: Reading, read: SourceRead): Promise<OpenSource> {
  const connector = await withFile(scope, await connectorOf(scope, read.connectorId), run.uploadIds)
  const markKey = keyOfMark(connector, read)
  const reader = await openSource(scope, connector, read.config, run.since?.[markKey] ?? null)
  return { reader, markKey, isTable: connector.type === 'postgres' }
}

async function connectorOf(scope: Scope, id: string): Promise<OpenConnector> {
  try {
    return await openConnector(scope, id)
  } catch (error) {
    if (error instanceof Refusal && error.kind === 'not_found') throw new SourceFailed('The connector is gone')
    throw error
  }
}

async function withFile(scope: Scope, connector: OpenConnector, uploadIds: string[]): Promise<OpenConnector> {
  const [upload] = await scope.sql<{ id: string }>(
    'SELECT id FROM "Upload" WHERE "workspaceId" = $1 AND "connectorId" = $2 AND id = ANY($3::uuid[])',
    [scope.workspaceId, connector.id, uploadIds],
  )
  const { uploadId, ...config } = connector.config
  return { ...connector, config: { ...config, ...(upload && { uploadId: upload.id }) } }
}

/** A mark is good for a source as long as the source is told the same; how often its node is drawn anew is no matter. */
function keyOfMark(connector: OpenConnector, { config }: SourceRead): string {
  const { uploadId, ...settings } = settingsOf(connector, config)
  return createHash('sha256')
    .update(JSON.stringify([connector.id, settings]))
    .digest('hex')
}
