import * as clarky from '@/lib/contracts/clarky/card.contract'
import { presentCard } from '@/lib/contracts/clarky/card.present'
import { readNewCard } from '@/lib/contracts/clarky/card.read'
import { offsetOf, presentPagination } from '@/lib/contracts/clarky/page'
import { createRecord } from '@/lib/domain/record/create'
import { listCards } from '@/lib/domain/record/list-cards'
import { withPosition } from '@/lib/domain/record/position'
import { endpoint } from '@/lib/http/endpoint'

export const GET = endpoint(
  clarky.listCards,
  (scope, { query }) => {
    const filter = {
      pipelineId: query.pipeline_id,
      stageId: query.pipeline_stage_id,
      agentId: query.bot_id,
      contactId: query.contact_id,
      archived: query.include_archived,
    }
    return listCards(scope, filter, query.page_size, offsetOf(query))
  },
  ({ rows, total }, { query }) => ({ data: rows.map(presentCard), pagination: presentPagination(query, total) }),
)

export const POST = endpoint(
  clarky.createCard,
  async (tx, { body }) => withPosition(tx, await createRecord(tx, readNewCard(body))),
  (card) => ({ data: presentCard(card) }),
  (card) => card.version,
)
