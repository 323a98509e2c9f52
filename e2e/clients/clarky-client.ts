import { speak } from './speak'

/** As Clarky's reference shows them. */
export interface ClarkyPipeline {
  id: string
  workspace_id: string
  bot_id: string
  name: string
  is_default: boolean
  is_private: boolean
  created_at: string
  updated_at: string
}

export interface ClarkyStage {
  id: string
  bot_id: string
  pipeline_id: string
  name: string
  color: string
  order_index: number
  created_at: string
  updated_at: string
}

export interface ClarkyCard {
  id: string
  pipeline_stage_id: string
  contact_id: string | null
  title: string
  description: string | null
  tags: string[]
  order_index: number
  archived_at: string | null
  created_at: string
  updated_at: string
}

export interface ClarkyPage<T> {
  data: T[]
  pagination: { page: number; page_size: number; total: number; total_pages: number }
}

type CardFields = Partial<Pick<ClarkyCard, 'pipeline_stage_id' | 'title' | 'tags' | 'order_index'>> & {
  contact_id?: string | null
  description?: string
}

/** A client of Clarky's pipelines and cards, written from its reference alone. */
export function clarkyClient(origin: string, key: string) {
  const headers = { Authorization: `Bearer ${key}` }
  const ask = <T>(method: string, path: string, body?: unknown) =>
    speak<T>(`${origin}/api/v1${path}`, method, headers, body)
  const list = <T>(path: string, query: Record<string, string>) =>
    ask<ClarkyPage<T>>('GET', `${path}?${new URLSearchParams(query)}`)
  return {
    pipelines: (query: Record<string, string> = {}) => list<ClarkyPipeline>('/pipelines', query),
    stages: async (id: string) => (await ask<{ data: ClarkyStage[] }>('GET', `/pipelines/${id}/stages`)).data,
    cards: (query: Record<string, string> = {}) => list<ClarkyCard>('/pipeline-cards', query),
    /** Every card that a filter lets through, page by page. */
    allCards: async (query: Record<string, string> = {}) => {
      const cards: ClarkyCard[] = []
      for (let page = 1, pages = 1; page <= pages; page++) {
        const { data, pagination } = await list<ClarkyCard>('/pipeline-cards', { ...query, page: String(page) })
        cards.push(...data)
        pages = pagination.total_pages
      }
      return cards
    },
    card: async (id: string) => (await ask<{ data: ClarkyCard }>('GET', `/pipeline-cards/${id}`)).data,
    createCard: async (card: CardFields & { pipeline_stage_id: string; title: string }) =>
      (await ask<{ data: ClarkyCard }>('POST', '/pipeline-cards', card)).data,
    updateCard: async (id: string, change: CardFields & { archived_at?: string | null }) =>
      (await ask<{ data: ClarkyCard }>('PATCH', `/pipeline-cards/${id}`, change)).data,
    deleteCard: (id: string) => ask<undefined>('DELETE', `/pipeline-cards/${id}`),
  }
}
