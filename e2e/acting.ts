import { expect } from 'vitest'
import type { Dialect } from '@/lib/contracts/contract'
import type { Answer, RunningApi } from './api-client'

/** A caller of the API who makes what a test needs through the documented operations. */
export interface Acting {
  get(target: string): Promise<Answer>
  post(target: string, body?: unknown): Promise<Answer>
  /** The same in the words of one contract, where several answer. */
  postTo(contract: Dialect, target: string, body?: unknown): Promise<Answer>
  put(target: string, body?: unknown): Promise<Answer>
  patch(target: string, body?: unknown): Promise<Answer>
  delete(target: string): Promise<Answer>
  /** A board with its stages as REX replies it; by default A, B (open), Won, Lost. */
  // biome-ignore lint/suspicious/noExplicitAny: what a test expects of a body it says in its assertions
  board(more?: object): Promise<any>
  /** A deal at the end of a stage. */
  // biome-ignore lint/suspicious/noExplicitAny: the same
  deal(board: { id: string }, stage: { id: string }, more?: object): Promise<any>
  /** A record without a place: a contact, a company. */
  // biome-ignore lint/suspicious/noExplicitAny: the same
  record(object: string, more?: object): Promise<any>
}

export const fourStages = [
  { name: 'A', type: 'open' },
  { name: 'B', type: 'open' },
  { name: 'Won', type: 'won' },
  { name: 'Lost', type: 'lost' },
]

/** Somebody who calls with a key. */
export function actingWith(api: RunningApi, key: string): Acting {
  const made = async (target: string, body: object) => {
    const answer = await api.ask('POST', target, { key, body, headers: { 'x-api-contract': 'rex' } })
    expect(answer.status, answer.text).toBe(201)
    return answer.body.data
  }
  return {
    get: (target) => api.ask('GET', target, { key }),
    post: (target, body) => api.ask('POST', target, { key, body }),
    postTo: (contract, target, body) => api.ask('POST', target, { key, body, headers: { 'x-api-contract': contract } }),
    put: (target, body) => api.ask('PUT', target, { key, body }),
    patch: (target, body) => api.ask('PATCH', target, { key, body }),
    delete: (target) => api.ask('DELETE', target, { key }),
    board: (more = {}) => made('/pipelines', { name: 'Sales Pipeline', stages: fourStages, ...more }),
    deal: (board, stage, more = {}) =>
      made('/deals', { name: 'Deal', pipeline_id: board.id, stage_id: stage.id, ...more }),
    record: (object, more = {}) => made(`/records/${object}`, { name: `One of ${object}`, ...more }),
  }
}
