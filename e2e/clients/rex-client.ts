import { speak } from './speak'

export type RexStageType = 'open' | 'won' | 'lost'

/** As REX's Pipelines API shows them. */
export interface RexStage {
  id: string
  name: string
  position: number
  type: RexStageType
  color: string
}

export interface RexPipeline {
  id: string
  name: string
  is_default: boolean
  stages: RexStage[]
  created_at: string
  updated_at: string
}

export interface RexNewStage {
  name: string
  type: RexStageType
  position?: number
  color?: string
  probability?: number
}

interface RexList<T> {
  data: T[]
  has_more: boolean
  next_cursor?: string | null
}

/** A client of REX's pipelines, written from its reference alone. */
export function rexClient(url: string, key: string) {
  const headers = { 'X-Api-Key': key }
  const ask = <T>(method: string, path: string, body?: unknown) => speak<T>(`${url}${path}`, method, headers, body)
  const one = async (method: string, path: string, body?: unknown) =>
    (await ask<{ data: RexPipeline }>(method, path, body)).data
  async function* all<T>(path: string, query: Record<string, string>): AsyncGenerator<T> {
    for (let cursor: string | null | undefined = ''; cursor !== undefined && cursor !== null; ) {
      const search = new URLSearchParams({ ...query, ...(cursor && { cursor }) })
      const list: RexList<T> = await ask<RexList<T>>('GET', `${path}?${search}`)
      yield* list.data
      cursor = list.has_more ? list.next_cursor : null
    }
  }
  return {
    createPipeline: (body: { name: string; is_default?: boolean; stages?: RexNewStage[]; metadata?: object }) =>
      one('POST', '/pipelines', body),
    pipelines: (limit = 50) => all<RexPipeline>('/pipelines', { limit: String(limit) }),
    getPipeline: (id: string) => one('GET', `/pipelines/${id}`),
    updatePipeline: (id: string, body: { name?: string; is_default?: boolean; metadata?: object }) =>
      one('PATCH', `/pipelines/${id}`, body),
    deletePipeline: (id: string) => ask<undefined>('DELETE', `/pipelines/${id}`),
    deals: (id: string, query: { status?: string; stage_id?: string; limit?: string } = {}) =>
      all<{ id: string }>(`/pipelines/${id}/deals`, query),
    addStage: (id: string, stage: RexNewStage) => one('POST', `/pipelines/${id}/stages`, stage),
    reorderStages: (id: string, stage_ids: string[]) => one('PUT', `/pipelines/${id}/stages`, { stage_ids }),
    removeStage: (id: string, stageId: string) => ask<undefined>('DELETE', `/pipelines/${id}/stages/${stageId}`),
  }
}
