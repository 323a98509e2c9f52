import { openTransaction, type Scope, sqlState, type Tx } from '@/lib/db/transaction'
import { readsFiles } from '../connector/connector'
import { findConnector, lockConnector } from '../connector/find'
import { settingOf } from '../connector/settings'
import { recordEvent } from '../event/record-event'
import { newId } from '../id'
import { conflict, notFound } from '../refusal'
import { encodingWatch } from '../source/coding'
import { discardUpload, retireUpload } from './discard'
import { chunkBytes, type UploadRow } from './upload'

/** A file on its way in. */
export interface IncomingFile {
  name: string
  contentType: string
  bytes: AsyncIterable<Uint8Array>
}

/**
 * Takes a file in for a connector, a chunk at a time and no faster than the database takes them; then the connector
 * reads it, and the file that it read before is removed unless a run still needs it. When the bytes fail, nothing of
 * them is left. Gives the upload and the ids of the events that it left. Refuses a connector that is missing or reads no
 * files.
 */
export async function receiveUpload(
  scope: Scope,
  connectorId: string,
  file: IncomingFile,
): Promise<{ result: UploadRow; events: string[] }> {
  const { type } = await findConnector(scope, connectorId)
  if (!readsFiles(type)) throw conflict(`A connector of type ${type} reads no file`)
  const id = newId()
  await begin(scope, id, connectorId, file)
  try {
    const encoding = await store(scope, id, file.bytes)
    const { upload, former, events } = await openTransaction(scope, (tx) => complete(tx, connectorId, id, encoding))
    if (former) await retireUpload(scope, former)
    return { result: upload, events }
  } catch (error) {
    await discardUpload(scope, id)
    throw error
  }
}

async function begin(scope: Scope, id: string, connectorId: string, { name, contentType }: IncomingFile) {
  try {
    await scope.sql(
      'INSERT INTO "Upload" ("workspaceId", id, "connectorId", name, "contentType") VALUES ($1, $2, $3, $4, $5)',
      [scope.workspaceId, id, connectorId, name, contentType],
    )
  } catch (error) {
    // The connector was deleted a moment ago.
    if (sqlState(error) === '23503') throw notFound('connector')
    throw error
  }
}

/** Stores the bytes, and gives the encoding of their text as far as they tell. */
async function store(scope: Scope, id: string, bytes: AsyncIterable<Uint8Array>): Promise<string> {
  const chunk = Buffer.allocUnsafe(chunkBytes)
  const watch = encodingWatch()
  let filled = 0
  let number = 0
  for await (const piece of bytes) {
    for (let at = 0; at < piece.length; ) {
      const taken = Math.min(piece.length - at, chunkBytes - filled)
      chunk.set(piece.subarray(at, at + taken), filled)
      filled += taken
      at += taken
      if (filled < chunkBytes) continue
      watch.see(chunk)
      await storeChunk(scope, id, number++, chunk)
      filled = 0
    }
  }
  if (filled > 0) {
    watch.see(chunk.subarray(0, filled))
    await storeChunk(scope, id, number, chunk.subarray(0, filled))
  }
  return watch.encoding()
}

const storeChunk = (scope: Scope, id: string, number: number, bytes: Buffer): Promise<object[]> =>
  scope.sql(
    `WITH chunk AS (
       INSERT INTO "UploadChunk" ("workspaceId", "uploadId", number, bytes) VALUES ($1, $2, $3, $4)
       RETURNING length(bytes) AS length)
     UPDATE "Upload" SET size = size + chunk.length, "touchedAt" = now() FROM chunk
     WHERE "workspaceId" = $1 AND id = $2`,
    [scope.workspaceId, id, number, bytes],
  )

async function complete(
  tx: Tx,
  connectorId: string,
  id: string,
  encoding: string,
): Promise<{ upload: UploadRow; former: string | null; events: string[] }> {
  const connector = await lockConnector(tx, connectorId)
  const [upload] = await tx.sql<UploadRow>(
    `UPDATE "Upload" SET "completedAt" = $3, "touchedAt" = now(), encoding = $4 WHERE "workspaceId" = $1 AND id = $2
     RETURNING id, "connectorId", name, "contentType", encoding, size, "createdAt"`,
    [tx.workspaceId, id, tx.now, encoding],
  )
  if (!upload) throw new Error(`upload ${id} was swept away while it came in`)
  const version = connector.version + 1
  await tx.db.connector.update({
    where: { workspaceId_id: { workspaceId: tx.workspaceId, id: connectorId } },
    data: { config: { ...connector.config, uploadId: id } as object, version, updatedAt: tx.now },
  })
  const { name, size } = upload
  await recordEvent(tx, 'connector.upload', [
    { subject: 'connector', subjectId: connectorId, before: {}, after: { file: { name, size } }, version },
  ])
  const former = settingOf(connector.config, 'uploadId')
  return { upload, former: typeof former === 'string' ? former : null, events: tx.events }
}
