import { z } from 'zod'
import { unnamed } from '@/lib/domain/flow/program/program'
import type { Progress } from '@/lib/domain/run/progress'
import type { RejectRow } from '@/lib/domain/run/rejects'
import { partStatuses, type RunRow, runStatuses, runTriggers } from '@/lib/domain/run/run'
import type { RunUndone } from '@/lib/domain/run/undo'
import { idOut, instantOut, ours } from '../schema'
import { originalRow } from './preview.present'

const count = z.int().min(0)

const rows = z
  .object({
    in: count.describe('Read'),
    out: count.describe('Arrived'),
    rejected: count,
    skipped: count.describe('Left quietly: filtered out, duplicates, without a match'),
    added: count.describe('More than were read: where ways part, and further matches of a join'),
    staged: count.describe('Kept as the right side of a join'),
  })
  .describe('in + added = out + rejected + skipped + staged')
const records = z.object({ created: count, updated: count, unchanged: count })

export const startedRun = z
  .object({ id: idOut, pipelineId: idOut, status: z.enum(runStatuses), createdAt: instantOut })
  .meta({ title: 'StartedRun' })

export const run = z
  .object({
    id: idOut,
    pipelineId: idOut,
    status: z.enum(runStatuses),
    trigger: ours(z.enum(runTriggers)).describe('Who asked for it: somebody, the schedule, or a replay of rejects'),
    createdAt: instantOut,
    startedAt: ours(instantOut.nullable()),
    completedAt: instantOut.nullable().describe('When it ended, well or not; null until then'),
    error: ours(z.string().nullable()).describe('Why it failed'),
    rows: ours(rows),
    records: ours(records).describe('What the rows made of records'),
    replayOf: ours(idOut.nullable()).describe('The run whose rejects it takes again'),
    ignoredFields: ours(z.array(z.string())).describe('Names in the rows that the schema has no field for'),
  })
  .meta({ title: 'Run' })

/** A run that was just asked for, as the document shows it. */
export const presentStartedRun = ({ id, flowId, status, createdAt }: RunRow): z.input<typeof startedRun> => ({
  id,
  pipelineId: flowId,
  status,
  createdAt: createdAt.toISOString(),
})

const presentRows = (row: RunRow['rows']): z.input<typeof rows> => ({
  in: row.in,
  out: row.out,
  rejected: row.rejected,
  skipped: row.skipped,
  added: row.added,
  staged: row.staged,
})

const presentRecords = ({ created, updated, unchanged }: RunRow['records']): z.input<typeof records> => ({
  ...{ created, updated, unchanged },
})

/** A run in Kaireon's words. */
export const presentRun = (row: RunRow): z.input<typeof run> => ({
  id: row.id,
  pipelineId: row.flowId,
  status: row.status,
  trigger: row.trigger,
  createdAt: row.createdAt.toISOString(),
  startedAt: row.startedAt?.toISOString() ?? null,
  completedAt: row.completedAt?.toISOString() ?? null,
  error: row.error,
  rows: presentRows(row.rows),
  records: presentRecords(row.records),
  replayOf: row.replayOfId,
  ignoredFields: row.ignoredFields,
})

export const progress = z
  .object({
    id: idOut,
    status: z.enum(runStatuses),
    rows,
    records,
    rowsPerSecond: z.number().min(0).nullable().describe('Rows read a second since it began'),
    fraction: z.number().min(0).max(1).nullable().describe('How much lies behind; null where nobody knows'),
    etaSeconds: z.int().min(0).nullable(),
    partitions: z.array(
      z.object({
        index: z.int(),
        phase: z.int().describe('The right sides of joins are read in the phases before the last'),
        nodeId: idOut.nullable().describe('The source; null in a pipeline without nodes'),
        status: z.enum(partStatuses),
        rows: count.describe('Read'),
      }),
    ),
  })
  .meta({ title: 'RunProgress' })

/** How far a run has come, in Kaireon's words. */
export const presentProgress = (row: Progress): z.input<typeof progress> => ({
  id: row.run.id,
  status: row.run.status,
  rows: presentRows(row.run.rows),
  records: presentRecords(row.run.records),
  rowsPerSecond: row.rowsPerSecond,
  fraction: row.fraction,
  etaSeconds: row.etaSeconds,
  partitions: row.parts.map(({ index, phase, nodeId, status, rows: counts }) => ({
    ...{ index, phase, status },
    nodeId: nodeId === unnamed.source ? null : nodeId,
    rows: counts.in,
  })),
})

export const reject = z
  .object({
    id: idOut,
    number: z.int().describe('The row in its source, from 1'),
    partition: z.int(),
    nodeId: idOut.nullable().describe('Where it failed; null in a pipeline without nodes'),
    nodeLabel: z.string().nullable(),
    reason: z.string(),
    original: originalRow,
  })
  .meta({ title: 'Reject' })

/** A row that a run could not take in, in Kaireon's words. */
export const presentReject = (row: RejectRow): z.input<typeof reject> => ({
  id: row.id,
  number: row.number,
  partition: row.part,
  nodeId: row.nodeId,
  nodeLabel: row.nodeLabel,
  reason: row.reason,
  original: row.original,
})

export const runUndone = z
  .object({
    undone: count.describe('How many records are as they were'),
    keptTotal: count.describe('How many are left as they are'),
    kept: z
      .array(z.object({ recordId: idOut, title: z.string(), reason: z.string() }))
      .describe('Those that are left as they are, and why; a thousand at the most'),
  })
  .meta({ title: 'RunUndone' })

export const presentRunUndone = ({ undone, keptTotal, kept }: RunUndone): z.input<typeof runUndone> => ({
  undone,
  keptTotal,
  kept: kept.map(({ recordId, title, reason }) => ({ recordId, title, reason })),
})
