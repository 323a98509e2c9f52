import { toCursor } from '@/lib/contracts/cursor'
import { listUsers } from '@/lib/contracts/kasar/record.contract'
import { presentUser } from '@/lib/contracts/kasar/record.present'
import { listMembers } from '@/lib/domain/member/list'
import { endpoint } from '@/lib/http/endpoint'

export const GET = endpoint(
  listUsers,
  (scope, { query }) => listMembers(scope, query.limit, query.cursor ?? null),
  ({ rows, next }) => ({ data: rows.map(presentUser), nextCursor: toCursor(next) }),
)
