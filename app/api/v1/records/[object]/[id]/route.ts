import * as kasar from '@/lib/contracts/kasar/record.contract'
import { presentRecord } from '@/lib/contracts/kasar/record.present'
import { readRecord } from '@/lib/contracts/kasar/record.read'
import { findRecord } from '@/lib/domain/record/find'
import { trashRecord } from '@/lib/domain/record/trash'
import { updateRecord } from '@/lib/domain/record/update'
import { endpoint } from '@/lib/http/endpoint'

export const GET = endpoint(
  kasar.getRecord,
  (scope, { params }) => findRecord(scope, params.id, { object: params.object }),
  (record) => ({ data: presentRecord(record) }),
  (record) => record.version,
)

export const PUT = endpoint(
  kasar.updateRecord,
  (tx, { params, body, seen }) =>
    updateRecord(tx, params.id, { values: readRecord(body) }, { object: params.object, seen }),
  (record) => ({ data: presentRecord(record) }),
  (record) => record.version,
)

export const DELETE = endpoint(
  kasar.deleteRecord,
  (tx, { params, seen }) => trashRecord(tx, params.id, { object: params.object, seen }),
  null,
)
