import * as kasar from '@/lib/contracts/kasar/record.contract'
import { presentRecord } from '@/lib/contracts/kasar/record.present'
import { readKnownRecord, readNewRecord, readQuestion } from '@/lib/contracts/kasar/record.read'
import { readKeyset, toKeyset } from '@/lib/contracts/keyset'
import { findObject } from '@/lib/domain/object/find'
import { browseRecords } from '@/lib/domain/record/browse'
import { createRecord } from '@/lib/domain/record/create'
import { upsertRecord } from '@/lib/domain/record/upsert'
import { endpoint } from '@/lib/http/endpoint'

export const GET = endpoint(
  kasar.listRecords,
  async (scope, { params, query, caller }) => {
    const question = readQuestion(params.object, query, caller.timeZone)
    const page = await browseRecords(scope, question, query.limit, readKeyset(query.cursor, question))
    return { ...page, nextCursor: toKeyset(page.next, question) }
  },
  ({ rows, total, nextCursor, nextSince }) => ({
    data: rows.map(presentRecord),
    total,
    nextCursor,
    nextSince: nextSince?.toISOString() ?? null,
  }),
)

export const POST = endpoint(
  kasar.createRecord,
  async (tx, { params, body }) => {
    const { name: object } = await findObject(tx, params.object)
    return createRecord(tx, readNewRecord(object, body))
  },
  (record) => ({ data: presentRecord(record) }),
  (record) => record.version,
)

export const PUT = endpoint(
  kasar.upsertRecord,
  (tx, { params, body }) => upsertRecord(tx, readKnownRecord(params.object, body)),
  ({ record, made }) => ({ data: presentRecord(record), action: made ? 'created' : 'updated' }),
  ({ record }) => record.version,
)
