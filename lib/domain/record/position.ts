import { countAhead } from '@/lib/db/sql/rank'
import type { Scope } from '@/lib/db/transaction'
import type { PlacedRecord, RecordRow } from './record'

/** Adds a record's dense, 0-based position in its stage; an archived one reports the position after the last. */
export async function withPosition(scope: Scope, record: RecordRow): Promise<PlacedRecord> {
  return { ...record, position: record.stageId ? await countAhead(scope, record.stageId, record.rank) : 0 }
}
