import { nextRejects, rejectColumns, type StoredReject } from '@/lib/db/sql/reject'
import type { Scope } from '@/lib/db/transaction'
import type { Row } from '../flow/row'
import type { Role } from '../member/role'
import { cutPage, type Page } from '../page'
import { drawingOf } from './find'
import { runOfFlow } from './of-flow'

/** A row that a run could not take in. */
export interface RejectRow extends StoredReject<Row | string> {
  /** What the node is called where it failed. */
  nodeLabel: string | null
}

/** A page of a run's rejects in the order in which they were rejected, and how many there are. Refuses as runOfFlow does. */
export async function pageRejects(
  scope: Scope,
  of: { flowId: string; id: string; role: Role },
  limit: number,
  after: string | null,
): Promise<Page<RejectRow> & { total: number }> {
  const run = await runOfFlow(scope, of.flowId, of.id, of.role)
  const labelled = await labels(scope, run.id)
  const { rows, next } = cutPage(
    await nextRejects<Row | string>(scope, run.id, after, limit + 1),
    limit,
    ({ id }) => id,
  )
  return { rows: rows.map(labelled), next, total: run.rows.rejected }
}

async function labels(scope: Scope, runId: string): Promise<(reject: StoredReject<Row | string>) => RejectRow> {
  const { nodes } = await drawingOf(scope, runId)
  const known = new Map(nodes.map(({ id, label }) => [id, label]))
  return (reject) => ({ ...reject, nodeLabel: known.get(reject.nodeId ?? '') ?? null })
}

const atOnce = 500

/** All rejects of a run, a few at a time. */
export interface RejectTable {
  /** The names of the fields that they have, in the order in which these first come. */
  columns: string[]
  pages: AsyncIterable<RejectRow[]>
}

/** All rejects of a run with the fields that they have. Refuses as runOfFlow does. */
export async function tableOfRejects(scope: Scope, flowId: string, id: string, role: Role): Promise<RejectTable> {
  await runOfFlow(scope, flowId, id, role)
  const labelled = await labels(scope, id)
  return { columns: await rejectColumns(scope, id), pages: pagesOf(scope, id, labelled) }
}

async function* pagesOf(
  scope: Scope,
  runId: string,
  labelled: (reject: StoredReject<Row | string>) => RejectRow,
): AsyncGenerator<RejectRow[]> {
  let last: string | null = null
  for (;;) {
    const found: StoredReject<Row | string>[] = await nextRejects<Row | string>(scope, runId, last, atOnce)
    last = found.at(-1)?.id ?? null
    if (last === null) return
    yield found.map(labelled)
  }
}
