import { recordFile } from '@/lib/contracts/record.csv'
import { exportBoard } from '@/lib/contracts/rex/deal.contract'
import { walkBoard } from '@/lib/domain/record/walk'
import { csvReply } from '@/lib/http/csv'
import { streaming } from '@/lib/http/endpoint'

export const GET = streaming(exportBoard, async (scope, { params, query }, stillAllowed) => {
  const cards = await walkBoard(scope, params.id, { stageId: query.stage_id, status: query.status })
  return csvReply(recordFile(cards), stillAllowed)
})
