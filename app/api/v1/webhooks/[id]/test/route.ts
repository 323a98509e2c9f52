import { testWebhook as contract } from '@/lib/contracts/rex/webhook.contract'
import { presentDelivery } from '@/lib/contracts/rex/webhook.present'
import { testWebhook } from '@/lib/domain/webhook/replay'
import { endpoint } from '@/lib/http/endpoint'

export const POST = endpoint(
  contract,
  (tx, { params }) => testWebhook(tx, params.id),
  (delivery) => ({ data: presentDelivery(delivery) }),
)
