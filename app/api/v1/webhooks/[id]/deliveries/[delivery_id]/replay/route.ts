import { replayDelivery as contract } from '@/lib/contracts/rex/webhook.contract'
import { presentDelivery } from '@/lib/contracts/rex/webhook.present'
import { replayDelivery } from '@/lib/domain/webhook/replay'
import { endpoint } from '@/lib/http/endpoint'

export const POST = endpoint(
  contract,
  (tx, { params }) => replayDelivery(tx, params.id, params.delivery_id),
  (delivery) => ({ data: presentDelivery(delivery) }),
)
