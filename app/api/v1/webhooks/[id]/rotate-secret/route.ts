import { rotateSecret as contract } from '@/lib/contracts/rex/webhook.contract'
import { presentWithSecret } from '@/lib/contracts/rex/webhook.present'
import { rotateSecret } from '@/lib/domain/webhook/rotate'
import { endpoint } from '@/lib/http/endpoint'

export const POST = endpoint(
  contract,
  (tx, { params, body }) => rotateSecret(tx, params.id, body.overlap_hours),
  (made) => ({ data: presentWithSecret(made) }),
)
