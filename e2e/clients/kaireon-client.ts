import { speak } from './speak'

/** As KaireonAI's reference of data pipelines shows them. */
export interface KaireonNode {
  id: string
  nodeType: string
  label?: string
  config?: object
  position?: { x: number; y: number }
}

export interface KaireonEdge {
  source: string
  target: string
  label?: string
}

export interface KaireonPipeline {
  id: string
  name: string
  description: string | null
  status: string
  schedule: string | null
  executionConfig: { batchSize: number; parallelism: number }
  connector: { id: string; name: string; type: string }
  schema: { id: string; name: string; displayName: string }
  nodes: KaireonNode[]
  edges: KaireonEdge[]
  createdAt: string
}

interface Written {
  name?: string
  description?: string
  schedule?: string
  executionConfig?: { batchSize?: number; parallelism?: number; partitioning?: object }
  nodes?: KaireonNode[]
  edges?: KaireonEdge[]
}

interface KaireonList {
  data: KaireonPipeline[]
  total: number
  hasMore: boolean
  nextCursor?: string | null
}

/** A client of KaireonAI's data pipelines, written from its reference alone, but for the key that its example lacks. */
export function kaireonClient(origin: string, tenant: string, key: string) {
  const headers = { 'X-Tenant-Id': tenant, Authorization: `Bearer ${key}` }
  const url = `${origin}/api/v1/pipelines`
  return {
    list: (query: { limit?: string; cursor?: string } = {}) =>
      speak<KaireonList>(`${url}?${new URLSearchParams(query)}`, 'GET', headers),
    create: (body: Written & { name: string; connectorId: string; schemaId: string }) =>
      speak<KaireonPipeline>(url, 'POST', headers, body),
    update: (body: Written & { id: string }) => speak<KaireonPipeline>(url, 'PUT', headers, body),
    delete: (id: string) => speak<undefined>(`${url}?${new URLSearchParams({ id })}`, 'DELETE', headers),
  }
}
