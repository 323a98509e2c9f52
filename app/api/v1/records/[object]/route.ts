import { toCursor } from '@/lib/contracts/cursor'
import * as kasar from '@/lib/contracts/kasar/record.contract'
import { presentRecord } from '@/lib/contracts/kasar/record.present'
import { readNewRecord } from '@/lib/contracts/kasar/record.read'
import { findObject } from '@/lib/domain/object/find'
import { createRecord } from '@/lib/domain/record/create'
import { listRecords } from '@/lib/domain/record/list'
import { endpoint } from '@/lib/http/endpoint'

export const GET = endpoint(
  kasar.listRecords,
  async (scope, { params, query }) => {
    const { name: object } = await findObject(scope, params.object)
    const filter = { object, ownerId: query.owner_id, externalId: query.external_id, updatedSince: query.updated_since }
    return listRecords(scope, filter, query.limit, query.cursor ?? null)
  },
  ({ rows, next }) => ({ data: rows.map(presentRecord), nextCursor: toCursor(next) }),
)

export const POST = endpoint(
  kasar.createRecord,
  async (tx, { params, body }) => {
    const { name: object } = await findObject(tx, params.object)
    return createRecord(tx, readNewRecord(object, body))
  },
  (record) => ({ data: presentRecord(record) }),
)
