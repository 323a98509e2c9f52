import { z } from 'zod'
import type { AgentRow } from '@/lib/domain/agent/list'
import type { PipelineRow } from '@/lib/domain/pipeline/pipeline'
import type { StageRow } from '@/lib/domain/stage/stage'
import { color, idOut, instantOut } from '../schema'

/** Shown for a stage that nobody has given a colour. */
const defaultColor = '#94a3b8'

export const pipeline = z
  .object({
    id: idOut,
    workspace_id: idOut,
    bot_id: idOut.describe('The agent that owns the pipeline'),
    name: z.string(),
    is_default: z.boolean(),
    is_private: z.boolean(),
    created_at: instantOut,
    updated_at: instantOut,
  })
  .meta({ title: 'Pipeline' })

/** The Pipeline object (Clarky, "The Pipeline object"). */
export const presentPipeline = (row: PipelineRow, workspaceId: string): z.input<typeof pipeline> => ({
  id: row.id,
  workspace_id: workspaceId,
  bot_id: row.agentId,
  name: row.name,
  is_default: row.isDefault,
  is_private: row.isPrivate,
  created_at: row.createdAt.toISOString(),
  updated_at: row.updatedAt.toISOString(),
})

export const stage = z
  .object({
    id: idOut,
    bot_id: idOut,
    pipeline_id: idOut,
    name: z.string(),
    color,
    order_index: z.int().min(0),
    created_at: instantOut,
    updated_at: instantOut,
  })
  .meta({ title: 'Stage' })

/** The Stage object (Clarky, "The Stage object"). */
export const presentStage = (row: StageRow, agentId: string): z.input<typeof stage> => ({
  id: row.id,
  bot_id: agentId,
  pipeline_id: row.pipelineId,
  name: row.name,
  color: row.color ?? defaultColor,
  order_index: row.position,
  created_at: row.createdAt.toISOString(),
  updated_at: row.updatedAt.toISOString(),
})

export const bot = z.object({ id: idOut, name: z.string(), created_at: instantOut }).meta({ title: 'Bot' })

/** An agent (ours, in Clarky's style). */
export const presentBot = (row: AgentRow): z.input<typeof bot> => ({
  id: row.id,
  name: row.name,
  created_at: row.createdAt.toISOString(),
})
