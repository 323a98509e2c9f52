import { uploadFile } from '@/lib/contracts/kaireon/connector.contract'
import { presentUpload } from '@/lib/contracts/kaireon/connector.present'
import { receiveUpload } from '@/lib/domain/upload/receive'
import { receiving } from '@/lib/http/endpoint'

const unnamed = 'Upload'

export const POST = receiving(
  uploadFile,
  (scope, { params, query }, { name, contentType, bytes }) =>
    receiveUpload(scope, params.id, { name: query.name ?? name ?? unnamed, contentType, bytes }),
  presentUpload,
)
