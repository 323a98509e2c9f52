import * as rex from '@/lib/contracts/rex/deal.contract'
import { presentDeal } from '@/lib/contracts/rex/deal.present'
import { readDealChange } from '@/lib/contracts/rex/deal.read'
import { aDeal, findRecord } from '@/lib/domain/record/find'
import { trashRecord } from '@/lib/domain/record/trash'
import { updateRecord } from '@/lib/domain/record/update'
import { endpoint } from '@/lib/http/endpoint'

export const GET = endpoint(
  rex.getDeal,
  async (scope, { params }) => ({ deal: await findRecord(scope, params.id, aDeal), now: scope.now }),
  ({ deal, now }) => ({ data: presentDeal(deal, now) }),
  ({ deal }) => deal.version,
)

export const PATCH = endpoint(
  rex.updateDeal,
  async (tx, { params, body, seen }) => ({
    deal: await updateRecord(tx, params.id, readDealChange(body), { ...aDeal, seen }),
    now: tx.now,
  }),
  ({ deal, now }) => ({ data: presentDeal(deal, now) }),
  ({ deal }) => deal.version,
)

export const DELETE = endpoint(
  rex.deleteDeal,
  (tx, { params, seen }) => trashRecord(tx, params.id, { ...aDeal, seen }),
  null,
)
