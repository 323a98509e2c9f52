import type { Scope } from '@/lib/db/transaction'
import { isId } from '../id'

/** A file that was given for a connector to read. */
export interface UploadRow {
  id: string
  /** Null once its connector is deleted. */
  connectorId: string | null
  name: string
  contentType: string
  /** How its text is written; null where nobody knows. */
  encoding: string | null
  /** In bytes. */
  size: number
  createdAt: Date
}

/** How large every chunk of a file is, but for the last. */
export const chunkBytes = 1024 * 1024

/** The whole file with this id that was given for a connector; null when there is none. */
export async function findUpload(scope: Scope, connectorId: string, id: string): Promise<UploadRow | null> {
  if (!isId(id)) return null
  const [upload] = await scope.sql<UploadRow>(
    `SELECT id, "connectorId", name, "contentType", encoding, size, "createdAt" FROM "Upload"
     WHERE "workspaceId" = $1 AND id = $2 AND "connectorId" = $3 AND "completedAt" IS NOT NULL`,
    [scope.workspaceId, id, connectorId],
  )
  return upload ?? null
}

/** The bytes of a file from one of them on, chunk by chunk; the next one is fetched while one is looked at. */
export async function* readUpload(scope: Scope, { id, size }: UploadRow, from: number): AsyncGenerator<Buffer> {
  const last = Math.ceil(size / chunkBytes) - 1
  let number = Math.floor(from / chunkBytes)
  let next = number <= last ? ahead(scope, id, number) : null
  for (let skip = from % chunkBytes; next; skip = 0) {
    const bytes = await next.chunk
    if (!bytes) throw new Error(`upload ${id} has lost its chunk ${number}`)
    number++
    next = number <= last ? ahead(scope, id, number) : null
    if (skip < bytes.length) yield skip > 0 ? bytes.subarray(skip) : bytes
  }
}

function ahead(scope: Scope, id: string, number: number): { chunk: Promise<Buffer | undefined> } {
  const chunk = scope
    .sql<{ bytes: Buffer }>(
      'SELECT bytes FROM "UploadChunk" WHERE "workspaceId" = $1 AND "uploadId" = $2 AND number = $3',
      [scope.workspaceId, id, number],
    )
    .then(([row]) => row?.bytes)
  // Whoever stops reading never asks what became of it.
  chunk.catch(() => {})
  return { chunk }
}
