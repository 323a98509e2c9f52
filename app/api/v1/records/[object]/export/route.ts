import { exportRecords } from '@/lib/contracts/kasar/export.contract'
import { readQuestion } from '@/lib/contracts/kasar/record.read'
import { recordFile } from '@/lib/contracts/record.csv'
import { walkRecords } from '@/lib/domain/record/walk'
import { csvReply } from '@/lib/http/csv'
import { streaming } from '@/lib/http/endpoint'

export const GET = streaming(exportRecords, async (scope, { params, query, caller }, stillAllowed) =>
  csvReply(recordFile(await walkRecords(scope, readQuestion(params.object, query, caller.timeZone))), stillAllowed),
)
