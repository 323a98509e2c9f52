import { speak } from './speak'

/** As Kasar's reference of pipelines shows it. */
export interface KasarPipeline {
  id: string
  name: string
  objectName: string
  steps: { id: string; name: string; order_index: number }[]
}

export interface KasarMoved {
  id: string
  pipeline_step_id: string
  pipeline_id: string
}

/** A client of Kasar's pipelines, written from its reference alone. */
export function kasarClient(origin: string, token: string) {
  const headers = { Authorization: `Bearer ${token}` }
  return {
    listPipelines: async () =>
      (await speak<{ pipelines: KasarPipeline[] }>(`${origin}/api/v1/pipelines`, 'GET', headers)).pipelines,
    move: async (object: string, id: string, pipeline_step_id: string, pipeline_id?: string) =>
      (
        await speak<{ data: KasarMoved }>(`${origin}/api/v1/pipelines/${object}/${id}/move`, 'PUT', headers, {
          pipeline_step_id,
          ...(pipeline_id && { pipeline_id }),
        })
      ).data,
  }
}
