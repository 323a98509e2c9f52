import { readerFor } from '@/lib/db/transaction'
import { receiveUpload } from '@/lib/domain/upload/receive'
import { installation } from './workspace'

/** Gives a connector of type csv or json a file to read. */
export async function storeFile(workspaceId: string, connectorId: string, name: string, content: string | Buffer) {
  const scope = readerFor({ workspaceId, actor: installation, requestId: null })
  async function* bytes() {
    yield Buffer.from(content)
  }
  const contentType = name.endsWith('.json') ? 'application/json' : 'text/csv'
  return (await receiveUpload(scope, connectorId, { name, contentType, bytes: bytes() })).result
}
