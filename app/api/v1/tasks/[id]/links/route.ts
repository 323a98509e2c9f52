import * as kasar from '@/lib/contracts/kasar/task.contract'
import { presentLink } from '@/lib/contracts/kasar/task.present'
import { linksOf } from '@/lib/domain/task/find'
import { endpoint } from '@/lib/http/endpoint'

export const GET = endpoint(
  kasar.listTaskLinks,
  (scope, { params }) => linksOf(scope, params.id),
  (links) => ({ data: links.map(presentLink) }),
)
