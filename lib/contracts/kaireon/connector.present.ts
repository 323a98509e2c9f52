import { z } from 'zod'
import {
  type ConnectorRow,
  connectorStatus,
  connectorTypes,
  problemsOfConnector,
} from '@/lib/domain/connector/connector'
import { idOut, instantOut } from '../schema'

const problem = z.object({
  /** `config.url`, `secrets.token`. */
  field: z.string(),
  message: z.string(),
  severity: z.enum(['error', 'warning']),
})

export const connector = z.object({
  id: idOut,
  name: z.string(),
  type: z.enum(connectorTypes),
  status: z.enum(['unfinished', 'ready']),
  config: z.record(z.string(), z.unknown()),
  /** Which secrets are set; what they are is told to nobody. */
  secretNames: z.array(z.string()),
  problems: z.array(problem),
  createdAt: instantOut,
  updatedAt: instantOut,
})

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
