import { z } from 'zod'
import {
  type ConnectorRow,
  connectorStatus,
  connectorTypes,
  problemsOfConnector,
} from '@/lib/domain/connector/connector'
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
