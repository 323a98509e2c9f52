import type { listPipelines } from '@/lib/contracts/rex/pipeline.contract'
import { call } from '@/lib/http/call'
import type { BoardSummary } from './board-summary'

/** Every board of a workspace, the default ones first. */
export async function listBoards(workspace: string, signal?: AbortSignal): Promise<BoardSummary[]> {
  const boards: BoardSummary[] = []
  let cursor: string | null | undefined
  do {
    const query = { limit: 200, cursor: cursor ?? undefined }
    const page = await call<typeof listPipelines>('GET', '/pipelines', { workspace, query, signal })
    boards.push(...page.data.map((row) => ({ ...row, isDefault: row.is_default })))
    cursor = page.next_cursor
  } while (cursor)
  return boards.sort((a, b) => Number(b.isDefault) - Number(a.isDefault))
}
