import type { Scope } from '@/lib/db/transaction'
import { cutPage, type Page } from '../page'
import { listPipelines } from './find'
import type { PipelineRow } from './pipeline'

/** A page of boards, oldest first, from the one after `after` on. */
export const pagePipelines = async (scope: Scope, limit: number, after: string | null): Promise<Page<PipelineRow>> =>
  cutPage(await listPipelines(scope, { after, limit: limit + 1 }), limit, (last) => last.id)
