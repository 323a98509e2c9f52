import type { Scope } from '@/lib/db/transaction'
import { findUpload, readUpload } from '../upload/upload'
import { type Encoding, encodings } from './coding'
import { SourceFailed } from './failed'
import type { SourceFile } from './file'

/**
 * The file that was uploaded for a connector.
 * @throws SourceFailed when it is gone
 */
export async function uploadFile(scope: Scope, connectorId: string, uploadId: string): Promise<SourceFile> {
  const upload = await findUpload(scope, connectorId, uploadId)
  if (!upload) throw new SourceFailed('The uploaded file is gone: upload it again')
  const encoding = encodings.find((each): each is Encoding => each === upload.encoding) ?? null
  return {
    // An upload never changes: another file is another upload.
    open: async (from) => ({ stamp: upload.id, bytes: readUpload(scope, upload, from) }),
    known: { size: upload.size, encoding },
    close: async () => {},
  }
}
