import { restoreRecord as contract } from '@/lib/contracts/kasar/record.contract'
import { presentRecord } from '@/lib/contracts/kasar/record.present'
import { restoreRecord } from '@/lib/domain/record/restore'
import { endpoint } from '@/lib/http/endpoint'

export const POST = endpoint(
  contract,
  (tx, { params }) => restoreRecord(tx, params.id, { object: params.object }),
  (record) => ({ data: presentRecord(record) }),
  (record) => record.version,
)
