import * as kaireon from '@/lib/contracts/kaireon/schema.contract'
import { findObjectById } from '@/lib/domain/object/find'
import { endpoint } from '@/lib/http/endpoint'

export const GET = endpoint(
  kaireon.getSchema,
  (scope, { params }) => findObjectById(scope, params.id),
  kaireon.presentSchema,
)
