import { z } from 'zod'
import type { Preview } from '@/lib/domain/run/preview'
import { columnTypes } from '@/lib/domain/source/columns'
import { idOut } from '../schema'

const row = z.record(z.string(), z.unknown())
/** A row as it was read. */
export const originalRow = z.union([row, z.string()]).describe('The row as it was read; the text of what was none')
const count = z.int().min(0)

const node = z
  .object({
    nodeId: idOut,
    in: count,
    out: count,
    rejected: count,
    skipped: count.describe('Left quietly: filtered out, duplicates, without a match'),
    rows: z.array(row).describe('The first rows that left it; long texts by their beginnings'),
  })
  .meta({ title: 'NodePreview' })

const change = z.object({
  field: z.string(),
  before: z.unknown(),
  after: z.unknown().describe('As the API has it; an owner, a contact, a company and a stage by name'),
})

const written = z.object({
  number: z.int().describe('The row in its source, from 1'),
  action: z.enum(['create', 'update', 'unchanged', 'reject']),
  recordId: idOut.nullable().describe('Of the record that is there already'),
  title: z.string().nullable(),
  reason: z.string().nullable(),
  changes: z.array(change),
})

const target = z
  .object({
    nodeId: idOut.nullable().describe('Null in a pipeline without nodes'),
    schemaId: idOut,
    rows: z.array(written),
    ignoredFields: z.array(z.string()).describe('Names in the rows that the schema has no field for'),
  })
  .meta({ title: 'TargetPreview' })

export const preview = z
  .object({
    nodes: z.array(node),
    targets: z.array(target),
    rejects: z.array(
      z.object({ number: z.int(), nodeId: idOut.nullable(), reason: z.string(), original: originalRow }),
    ),
    counts: z.object({ in: count, create: count, update: count, unchanged: count, reject: count, skip: count }),
    source: z.object({
      columns: z.array(z.object({ name: z.string(), type: z.enum(columnTypes) })),
      encoding: z.string().nullable(),
      delimiter: z.string().nullable(),
    }),
  })
  .meta({ title: 'Preview' })

/** A preview in Kaireon's words. */
export const presentPreview = ({ nodes, targets, rejects, counts, source }: Preview): z.input<typeof preview> => ({
  nodes: nodes.map(({ nodeId, in: taken, out, rejected, skipped, rows }) => ({
    ...{ nodeId, in: taken, out, rejected, skipped, rows },
  })),
  targets: targets.map(({ nodeId, objectId, rows, ignored }) => ({
    nodeId,
    schemaId: objectId,
    rows: rows.map(({ number, action, recordId, title, reason, changes }) => ({
      ...{ number, action, recordId, title, reason },
      changes: changes.map(({ field, before, after }) => ({ field, before, after })),
    })),
    ignoredFields: ignored,
  })),
  rejects: rejects.map(({ number, nodeId, reason, original }) => ({ number, nodeId, reason, original })),
  counts: {
    in: counts.in,
    create: counts.create,
    update: counts.update,
    unchanged: counts.unchanged,
    reject: counts.reject,
    skip: counts.skip,
  },
  source: {
    columns: source.columns.map(({ name, type }) => ({ name, type })),
    encoding: source.encoding,
    delimiter: source.delimiter,
  },
})
