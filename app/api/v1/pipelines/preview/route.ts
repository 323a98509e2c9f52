import { previewPipeline } from '@/lib/contracts/kaireon/preview.contract'
import { presentPreview } from '@/lib/contracts/kaireon/preview.present'
import { readTried } from '@/lib/contracts/kaireon/preview.read'
import { previewFlow } from '@/lib/domain/run/preview'
import { endpoint } from '@/lib/http/endpoint'

const usual = 100

export const POST = endpoint(
  previewPipeline,
  (scope, { body }) => previewFlow(scope, readTried(body), body.limit ?? usual),
  presentPreview,
)
