import type { z } from 'zod'
import type { Contract } from '@/lib/contracts/contract'
import type { Progress, Reject, Run } from './flow'

type Operation<Method, Path, Reply, Body = null> = Omit<
  Contract,
  'method' | 'path' | 'reply' | 'body' | 'query' | 'dialect'
> & {
  dialect: 'kaireon'
  method: Method
  path: Path
  query: z.ZodObject
  reply: z.ZodType<Reply>
  body: Body extends null ? null : z.ZodType<Body, Body>
}

type Empty = Record<string, never>
export type RunPipeline = Operation<'POST', '/pipelines/{id}/run', Pick<Run, 'id'>, Empty>
export type ListRuns = Operation<'GET', '/pipelines/{id}/runs', Run[]>
export type GetRun = Operation<'GET', '/pipelines/{id}/runs/{runId}', Run>
export type GetProgress = Operation<'GET', '/pipelines/{id}/runs/{runId}/progress', Progress>
export type CancelRun = Operation<'POST', '/pipelines/{id}/runs/{runId}/cancel', Run, Empty>
export type ReplayRun = Operation<'POST', '/pipelines/{id}/runs/{runId}/replay', Pick<Run, 'id'>, Empty>
export type Undone = { undone: number; kept: { recordId: string; title: string; reason: string }[] }
export type UndoRun = Operation<'POST', '/pipelines/{id}/runs/{runId}/undo', Undone, Empty>
export type Rejects = { data: Reject[]; total: number; hasMore: boolean; nextCursor: string | null }
export type ListRejects = Operation<'GET', '/pipelines/{id}/runs/{runId}/rejects', Rejects>
