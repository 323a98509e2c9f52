import { presentPage } from '@/lib/contracts/kaireon/page'
import * as kaireon from '@/lib/contracts/kaireon/schema.contract'
import { pageObjects } from '@/lib/domain/object/find'
import { endpoint } from '@/lib/http/endpoint'

export const GET = endpoint(
  kaireon.listSchemas,
  (scope, { query }) => pageObjects(scope, query.limit, query.cursor ?? null),
  (page) => presentPage(page, kaireon.presentSchema),
)
