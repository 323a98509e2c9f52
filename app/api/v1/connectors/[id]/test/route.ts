import { testConnector as contract } from '@/lib/contracts/kaireon/connector.contract'
import { testConnector } from '@/lib/domain/connector/test'
import { endpoint } from '@/lib/http/endpoint'

export const POST = endpoint(
  contract,
  (tx, { params }) => testConnector(tx, params.id),
  (outcome) => outcome,
)
