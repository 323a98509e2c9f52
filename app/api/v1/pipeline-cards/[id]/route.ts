import * as clarky from '@/lib/contracts/clarky/card.contract'
import { presentCard } from '@/lib/contracts/clarky/card.present'
import { readCardChange } from '@/lib/contracts/clarky/card.read'
import { findDeal } from '@/lib/domain/record/find'
import { withPosition } from '@/lib/domain/record/position'
import { trashRecord } from '@/lib/domain/record/trash'
import { updateRecord } from '@/lib/domain/record/update'
import { endpoint } from '@/lib/http/endpoint'

export const GET = endpoint(
  clarky.getCard,
  async (scope, { params }) => withPosition(scope, await findDeal(scope, params.id)),
  (card) => ({ data: presentCard(card) }),
)

export const PATCH = endpoint(
  clarky.updateCard,
  async (tx, { params, body }) => {
    await findDeal(tx, params.id)
    return withPosition(tx, await updateRecord(tx, params.id, readCardChange(body)))
  },
  (card) => ({ data: presentCard(card) }),
)

export const DELETE = endpoint(
  clarky.deleteCard,
  async (tx, { params }) => {
    await findDeal(tx, params.id)
    await trashRecord(tx, params.id)
  },
  null,
)
