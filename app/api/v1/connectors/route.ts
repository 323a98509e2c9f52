import * as kaireon from '@/lib/contracts/kaireon/connector.contract'
import { presentConnector } from '@/lib/contracts/kaireon/connector.present'
import { presentPage } from '@/lib/contracts/kaireon/page'
import { createConnector } from '@/lib/domain/connector/create'
import { pageConnectors } from '@/lib/domain/connector/find'
import { endpoint } from '@/lib/http/endpoint'

export const GET = endpoint(
  kaireon.listConnectors,
  (scope, { query }) => pageConnectors(scope, query.limit, query.cursor ?? null),
  (page) => presentPage(page, presentConnector),
)

export const POST = endpoint(
  kaireon.createConnector,
  (tx, { body }) => createConnector(tx, body),
  presentConnector,
  ({ version }) => version,
)
