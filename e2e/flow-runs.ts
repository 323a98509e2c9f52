import { sql } from '@/lib/db/client'
import { dueParts } from '@/lib/db/sql/run'
import { type Caller, openTransaction, readerFor, type Tx } from '@/lib/db/transaction'
import { createConnector } from '@/lib/domain/connector/create'
import type { Config } from '@/lib/domain/connector/settings'
import { createFlow, type NewFlow } from '@/lib/domain/flow/create'
import type { NodeType } from '@/lib/domain/flow/flow'
import { addField, type NewField } from '@/lib/domain/object/add-field'
import { createObject } from '@/lib/domain/object/create'
import { findRun } from '@/lib/domain/run/find'
import type { RunRow } from '@/lib/domain/run/run'
import { hasEnded } from '@/lib/domain/run/run'
import { startRun } from '@/lib/domain/run/start'
import { receiveUpload } from '@/lib/domain/upload/receive'
import { takePart } from '@/lib/jobs/parts'
import { tend } from '@/lib/jobs/runs'
import { installation, openWorkspace, type TestWorkspace } from './workspace'

export interface Reject {
  id: string
  number: number
  nodeId: string | null
  reason: string
  original: unknown
}

/** A workspace where flows run, without the queue: who tests decides when something is done. */
export interface FlowWorkspace {
  workspace: TestWorkspace
  caller: Caller
  within<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  /** An object of one's own, with fields. */
  object(name: string, fields?: NewField[]): Promise<string>
  /** A connector with a file of CSV. */
  file(csv: string, config?: Config): Promise<string>
  upload(connectorId: string, csv: string): Promise<void>
  flow(connectorId: string, objectId: string, more?: Partial<NewFlow>): Promise<string>
  start(flowId: string): Promise<RunRow>
  find(run: RunRow): Promise<RunRow>
  /** Does all that is due for a run now. */
  work(run: RunRow): Promise<RunRow>
  /** The same until the run has ended, with nothing waited for. */
  end(run: RunRow): Promise<RunRow>
  /** What waits for a time is due now, and dead workers have lost what they had claimed. */
  hurry(run: RunRow): Promise<void>
  rejects(run: RunRow): Promise<Reject[]>
  /** The records of an object, by its name: what they are called, and their own fields, the oldest first. */
  records(object: string): Promise<{ title: string; externalId: string | null; fields: Record<string, unknown> }[]>
}

const never = new AbortController().signal

export async function openFlowWorkspace(): Promise<FlowWorkspace> {
  const workspace = await openWorkspace()
  const workspaceId = workspace.id
  const caller = { workspaceId, actor: { ...installation, userId: workspace.adminId }, requestId: null }
  const scope = readerFor(caller)
  const within = <T>(work: (tx: Tx) => Promise<T>) => openTransaction(caller, work)
  const find = ({ flowId, id }: RunRow) => findRun(scope, flowId, id)
  const work = async (run: RunRow) => {
    await tend({ workspaceId, id: run.id })
    await Promise.all((await dueParts(run.id)).map((part) => takePart(part, never)))
    return find(run)
  }
  const upload = async (connectorId: string, csv: string) => {
    const bytes = (async function* () {
      yield Buffer.from(csv)
    })()
    await receiveUpload(scope, connectorId, { name: 'rows.csv', contentType: 'text/csv', bytes })
  }
  const hurry = async ({ id }: RunRow) => {
    const past = `now() - interval '1 second'`
    await sql(
      `UPDATE "FlowPart" SET "dueAt" = ${past}, "leasedUntil" = NULL WHERE "runId" = $1 AND status = 'pending'`,
      [id],
    )
    await sql(`UPDATE "FlowRun" SET "dueAt" = ${past}, "leasedUntil" = NULL WHERE id = $1 AND "dueAt" IS NOT NULL`, [
      id,
    ])
  }
  return {
    ...{ workspace, caller, within, upload, find, work, hurry },
    object: (name, fields = []) =>
      within(async (tx) => {
        const { id } = await createObject(tx, { name })
        for (const field of fields) await addField(tx, name, field)
        return id
      }),
    file: async (csv, config = {}) => {
      const { id } = await within((tx) => createConnector(tx, { name: 'File', type: 'csv', config }))
      await upload(id, csv)
      return id
    },
    flow: async (connectorId, objectId, more = {}) =>
      (await within((tx) => createFlow(tx, { name: 'Import', connectorId, objectId, ...more }))).id,
    start: (flowId) => within((tx) => startRun(tx, flowId, { trigger: 'manual' })),
    end: async (run) => {
      for (;;) {
        const now = await work(run)
        if (hasEnded(now.status)) return now
        await hurry(run)
      }
    },
    rejects: ({ id }) =>
      sql(
        `SELECT id, number, "nodeId", reason, original FROM "FlowReject" WHERE "workspaceId" = $1 AND "runId" = $2 ORDER BY id`,
        [workspaceId, id],
      ),
    records: (object) =>
      sql(
        `SELECT r.title, r."externalId", r.fields FROM "CrmRecord" r JOIN "CrmObject" o ON o."workspaceId" = r."workspaceId" AND o.id = r."objectId"
         WHERE r."workspaceId" = $1 AND o.name = $2 ORDER BY r.id`,
        [workspaceId, object],
      ),
  }
}

/** Nodes one behind the other, from a source to a target. */
export function chain(...nodes: [NodeType, Config][]): Pick<NewFlow, 'nodes' | 'edges'> {
  const all: [NodeType, Config][] = [['source', {}], ...nodes]
  return {
    nodes: all.map(([nodeType, config], at) => ({ id: `n${at}`, nodeType, config })),
    edges: all.slice(1).map((_, at) => ({ source: `n${at}`, target: `n${at + 1}` })),
  }
}

/** CSV of rows. */
export const csvOf = (names: string[], rows: (string | number)[][]): string =>
  [names, ...rows].map((row) => row.join(',')).join('\n')
