import * as kasar from '@/lib/contracts/kasar/task.contract'
import { presentCounts } from '@/lib/contracts/kasar/task.present'
import { readTaskFilter } from '@/lib/contracts/kasar/task.read'
import { countTasks } from '@/lib/domain/task/count'
import { endpoint } from '@/lib/http/endpoint'

export const GET = endpoint(
  kasar.countTasks,
  (scope, { query, caller }) => countTasks(scope, readTaskFilter(query, caller.timeZone)),
  presentCounts,
)
