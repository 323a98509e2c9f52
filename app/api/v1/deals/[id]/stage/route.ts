import { moveDeal } from '@/lib/contracts/rex/deal.contract'
import { presentDeal } from '@/lib/contracts/rex/deal.present'
import { readGateFields, readSpot } from '@/lib/contracts/rex/deal.read'
import { aDeal } from '@/lib/domain/record/find'
import { moveRecord } from '@/lib/domain/record/move'
import { endpoint } from '@/lib/http/endpoint'

export const POST = endpoint(
  moveDeal,
  async (tx, { params, body, seen }) => ({
    deal: await moveRecord(tx, params.id, readSpot(body), {
      filling: readGateFields(body),
      wanted: { ...aDeal, seen },
    }),
    now: tx.now,
  }),
  ({ deal, now }) => ({ data: presentDeal(deal, now) }),
  ({ deal }) => deal.version,
)
