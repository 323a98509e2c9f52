import { z } from 'zod'
import {
  type ConnectorRow,
  connectorStatus,
  connectorTypes,
  problemsOfConnector,
} from '@/lib/domain/connector/connector'
import { columnTypes } from '@/lib/domain/source/columns'
import type { UploadRow } from '@/lib/domain/upload/upload'
import { idOut, instantOut } from '../schema'

const problem = z
  .object({
    field: z.string().describe('`config.url`, `secrets.token`'),
    message: z.string(),
    severity: z.enum(['error', 'warning']).describe('An error keeps pipelines from running'),
  })
  .meta({ title: 'ConnectorProblem' })

export const connector = z
  .object({
    id: idOut,
    name: z.string(),
    type: z.enum(connectorTypes),
    status: z
      .enum(['unfinished', 'ready'])
      .describe('Unfinished while something is missing or wrong that a run would need'),
    config: z.record(z.string(), z.unknown()),
    secretNames: z.array(z.string()).describe('Which secrets are set; what they are is told to nobody'),
    problems: z.array(problem),
    createdAt: instantOut,
    updatedAt: instantOut,
  })
  .meta({ title: 'Connector' })

/** A connector, without its secrets. */
export const presentConnector = (row: ConnectorRow): z.input<typeof connector> => ({
  id: row.id,
  name: row.name,
  type: row.type,
  status: connectorStatus(row),
  config: row.config,
  secretNames: row.secretNames,
  problems: problemsOfConnector(row),
  createdAt: row.createdAt.toISOString(),
  updatedAt: row.updatedAt.toISOString(),
})

export const upload = z
  .object({
    id: idOut,
    name: z.string(),
    size: z.int().describe('In bytes'),
    contentType: z.string(),
    createdAt: instantOut,
  })
  .meta({ title: 'Upload' })

export const presentUpload = (row: UploadRow): z.input<typeof upload> => ({
  id: row.id,
  name: row.name,
  size: row.size,
  contentType: row.contentType,
  createdAt: row.createdAt.toISOString(),
})

export const connectorTest = z
  .object({
    ok: z.boolean(),
    message: z.string(),
    found: z
      .object({
        columns: z.array(
          z.object({ name: z.string(), type: z.enum(columnTypes).describe('What its cells seem to be') }),
        ),
        encoding: z.string().nullable().describe('Of a file: set, announced by the file, or guessed'),
        delimiter: z.string().nullable().describe('Of CSV: set or guessed'),
        rows: z.int().describe('How many were looked at'),
        broken: z.int().describe('How many of them cannot be read'),
      })
      .nullable()
      .describe('Null when nothing could be read'),
  })
  .meta({ title: 'ConnectorTest' })
