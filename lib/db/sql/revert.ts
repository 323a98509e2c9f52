import type { Scope, Tx } from '../transaction'
import { jsonTable } from './json-table'
import { aroundRecord, recordColumns } from './record'

/** Whole records by their ids, those in the trash too. */
export const recordsToRevert = <Row extends object>(scope: Scope, ids: string[]): Promise<Row[]> => {
  const table = jsonTable(2, { id: ids })
  return scope.sql(
    `SELECT ${recordColumns} FROM ${table.from}, LATERAL (
       SELECT * FROM "CrmRecord" WHERE "workspaceId" = $1 AND id = n.id::uuid OFFSET 0
     ) r ${aroundRecord}`,
    [scope.workspaceId, ...table.values],
  )
}

/** A place on a board that a record had. */
export interface FormerPlace {
  id: string
  stageId: string
  rank: string
}

/** Which records cannot have their former places, because others stand there. */
export async function displaced(scope: Scope, places: FormerPlace[]): Promise<Set<string>> {
  const table = jsonTable(2, {
    id: places.map(({ id }) => id),
    stageId: places.map(({ stageId }) => stageId),
    rank: places.map(({ rank }) => rank),
  })
  const found = await scope.sql<{ id: string }>(
    `SELECT n.id FROM ${table.from}, LATERAL (
       SELECT 1 FROM "CrmRecord" WHERE "workspaceId" = $1 AND "stageId" = n."stageId"::uuid AND rank = n.rank
         AND id <> n.id::uuid OFFSET 0) other`,
    [scope.workspaceId, ...table.values],
  )
  return new Set(found.map(({ id }) => id))
}

/** Frees every value that was these records' alone. */
export const dropAllKeys = async (tx: Tx, recordIds: string[]): Promise<void> => {
  await tx.sql('DELETE FROM "RecordKey" WHERE "workspaceId" = $1 AND "recordId" = ANY($2::uuid[])', [
    tx.workspaceId,
    recordIds,
  ])
}
