import { getBoard } from '@/lib/contracts/rex/board.contract'
import { presentBoard } from '@/lib/contracts/rex/board.present'
import { boardOf } from '@/lib/domain/pipeline/board'
import { endpoint } from '@/lib/http/endpoint'

export const GET = endpoint(
  getBoard,
  async (scope, { params, query }) => {
    const { limit, stage_id: stageId, cursor: afterRank, deal_id: recordIds } = query
    return { board: await boardOf(scope, params.id, { limit, stageId, afterRank, recordIds }), now: scope.now }
  },
  ({ board, now }, { query }) => ({ data: presentBoard(board, query.deal_id ? 0 : query.limit, now) }),
)
