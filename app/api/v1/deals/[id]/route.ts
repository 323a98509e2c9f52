import * as rex from '@/lib/contracts/rex/deal.contract'
import { presentDeal } from '@/lib/contracts/rex/deal.present'
import { readDealChange } from '@/lib/contracts/rex/deal.read'
import { findDeal } from '@/lib/domain/record/find'
import { trashRecord } from '@/lib/domain/record/trash'
import { updateRecord } from '@/lib/domain/record/update'
import { endpoint } from '@/lib/http/endpoint'

export const GET = endpoint(
  rex.getDeal,
  async (scope, { params }) => ({ deal: await findDeal(scope, params.id), now: scope.now }),
  ({ deal, now }) => ({ data: presentDeal(deal, now) }),
)

export const PATCH = endpoint(
  rex.updateDeal,
  async (tx, { params, body }) => {
    await findDeal(tx, params.id)
    return { deal: await updateRecord(tx, params.id, readDealChange(body)), now: tx.now }
  },
  ({ deal, now }) => ({ data: presentDeal(deal, now) }),
)

export const DELETE = endpoint(
  rex.deleteDeal,
  async (tx, { params }) => {
    await findDeal(tx, params.id)
    await trashRecord(tx, params.id)
  },
  null,
)
