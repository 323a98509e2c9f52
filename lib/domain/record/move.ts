import type { Tx } from '@/lib/db/transaction'
import { changeRecord, type RecordChange } from './change'
import type { Wanted } from './find'
import type { RecordRow, RecordValues } from './record'

/**
 * Puts a record at a spot of a board: the one verb of a drop. `filling` is written in the same transaction, for what the
 * stage's gate demands. Refuses a stage outside the pipeline named beside it. Moving it to where it stands changes
 * nothing.
 */
export const moveRecord = (
  tx: Tx,
  id: string,
  to: RecordChange['to'],
  { filling, wanted }: { filling?: RecordValues; wanted?: Wanted } = {},
): Promise<RecordRow> => changeRecord(tx, id, { to, values: filling }, 'record.move', wanted)
