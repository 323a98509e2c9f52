import { exportTasks } from '@/lib/contracts/kasar/export.contract'
import { taskFile } from '@/lib/contracts/kasar/task.csv'
import { readTaskQuestion } from '@/lib/contracts/kasar/task.read'
import { walkTasks } from '@/lib/domain/task/browse'
import { csvReply } from '@/lib/http/csv'
import { streaming } from '@/lib/http/endpoint'

export const GET = streaming(exportTasks, async (scope, { query, caller }, stillAllowed) => {
  const question = readTaskQuestion({ ...query, include: 'links' }, caller.timeZone)
  return csvReply(taskFile(await walkTasks(scope, question)), stillAllowed)
})
