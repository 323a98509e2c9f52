import { toCursor } from '@/lib/contracts/cursor'
import * as rex from '@/lib/contracts/rex/api-key.contract'
import { presentApiKey } from '@/lib/contracts/rex/api-key.present'
import { readNewApiKey } from '@/lib/contracts/rex/api-key.read'
import { createApiKey } from '@/lib/domain/api-key/create'
import { pageApiKeys } from '@/lib/domain/api-key/list'
import { endpoint } from '@/lib/http/endpoint'

export const GET = endpoint(
  rex.listApiKeys,
  async (scope, { query }) => ({
    page: await pageApiKeys(scope, query.limit, query.cursor ?? null),
    now: scope.now,
  }),
  ({ page: { rows, next }, now }) => ({
    data: rows.map((row) => presentApiKey(row, now)),
    has_more: next !== null,
    next_cursor: toCursor(next),
  }),
)

export const POST = endpoint(
  rex.createApiKey,
  async (tx, { body }) => ({ made: await createApiKey(tx, readNewApiKey(body)), now: tx.now }),
  ({ made, now }) => ({ data: { ...presentApiKey(made, now), key: made.key } }),
)
