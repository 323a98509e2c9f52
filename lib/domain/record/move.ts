import type { Tx } from '@/lib/db/transaction'
import { changeRecord } from './change'
import type { RecordRow, RecordValues, Spot } from './record'

/**
 * Puts a record at a spot of a board: the one verb of a drop. `values` fills in the same transaction what the stage's
 * gate demands. Moving it to where it stands changes nothing.
 */
export const moveRecord = (tx: Tx, id: string, to: Partial<Spot>, values?: RecordValues, object?: string): Promise<RecordRow> =>
  changeRecord(tx, id, { to, values }, 'record.move', object)
