import { filled } from '@/lib/db/sql/column'
import { walkPages } from '@/lib/db/sql/page'
import { recordTables } from '@/lib/db/sql/record'
import { type Around, namesAround } from '@/lib/db/sql/record-around'
import type { Scope } from '@/lib/db/transaction'
import { isId } from '../id'
import { type OwnField, ownFields } from '../object/own-field'
import { findPipeline } from '../pipeline/find'
import type { PipelineRow } from '../pipeline/pipeline'
import { invalid } from '../refusal'
import { listOf, type Question, recordList } from './browse'
import type { RecordRow } from './record'
import { type RecordFilter, whereOf } from './where'

/** A record with what people call whatever it points at. */
export interface NamedRecord extends RecordRow {
  names: Around
}

/** A list of records to be gone through as a whole. */
export interface Walk {
  /** What people call it. */
  name: string
  /** The own fields of the object that its records are of. */
  own: OwnField[]
  /** Read as they are taken. */
  pages: AsyncIterable<NamedRecord[]>
}

/** All that browseRecords would give, page after page. Refuses the same. */
export async function walkRecords(scope: Scope, question: Question): Promise<Walk> {
  const { object, own, list } = await listOf(scope, question)
  return { name: object.displayName, own, pages: named(scope, walkPages(scope, list)) }
}

/** The cards of a board in its order, but for archived ones. Refuses (not found) a missing board, and a malformed id. */
export async function walkBoard(
  scope: Scope,
  id: string,
  filter: Pick<RecordFilter, 'stageId' | 'status'>,
): Promise<Walk> {
  if (filter.stageId !== undefined && !isId(filter.stageId)) throw invalid('stageId', 'must be an id')
  const board = await findPipeline(scope, id)
  const own = await ownFields(scope, board.objectId)
  return { name: board.name, own, pages: named(scope, cards(scope, board, filter)) }
}

// Stage by stage, as the index of places has them.
async function* cards(
  scope: Scope,
  { id: pipelineId, stages }: Pick<PipelineRow, 'id' | 'stages'>,
  { stageId, status }: Pick<RecordFilter, 'stageId' | 'status'>,
): AsyncGenerator<RecordRow[]> {
  for (const stage of stages.filter(({ id }) => stageId === undefined || id === stageId)) {
    yield* walkPages<RecordRow>(scope, {
      ...recordList,
      searched: recordTables,
      where: (given) =>
        [...whereOf(scope, { pipelineId, stageId: stage.id, status }, given), 'r.rank IS NOT NULL'].join(' AND '),
      sort: [{ column: place, descending: false }],
    })
  }
}

const place = filled('id', 'text', 'r.rank')

async function* named(scope: Scope, pages: AsyncIterable<RecordRow[]>): AsyncGenerator<NamedRecord[]> {
  for await (const rows of pages) {
    const around = await namesAround(
      scope,
      rows.map(({ id }) => id),
    )
    yield rows.map((row) => ({ ...row, names: around.get(row.id) ?? nameless }))
  }
}

const nameless: Around = { owner: null, contact: null, company: null, pipeline: null, stage: null }
