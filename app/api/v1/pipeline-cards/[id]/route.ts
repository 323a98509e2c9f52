import * as clarky from '@/lib/contracts/clarky/card.contract'
import { presentCard } from '@/lib/contracts/clarky/card.present'
import { readCardChange } from '@/lib/contracts/clarky/card.read'
import { aDeal, findRecord } from '@/lib/domain/record/find'
import { withPosition } from '@/lib/domain/record/position'
import { trashRecord } from '@/lib/domain/record/trash'
import { updateRecord } from '@/lib/domain/record/update'
import { endpoint } from '@/lib/http/endpoint'

export const GET = endpoint(
  clarky.getCard,
  async (scope, { params }) => withPosition(scope, await findRecord(scope, params.id, aDeal)),
  (card) => ({ data: presentCard(card) }),
  (card) => card.version,
)

export const PATCH = endpoint(
  clarky.updateCard,
  async (tx, { params, body, seen }) =>
    withPosition(tx, await updateRecord(tx, params.id, readCardChange(body), { ...aDeal, seen })),
  (card) => ({ data: presentCard(card) }),
  (card) => card.version,
)

export const DELETE = endpoint(
  clarky.deleteCard,
  (tx, { params, seen }) => trashRecord(tx, params.id, { ...aDeal, seen }),
  null,
)
