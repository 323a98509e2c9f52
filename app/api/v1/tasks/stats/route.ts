import * as kasar from '@/lib/contracts/kasar/task.contract'
import { presentStats } from '@/lib/contracts/kasar/task.present'
import { taskStats } from '@/lib/domain/task/stats'
import { endpoint } from '@/lib/http/endpoint'

export const GET = endpoint(
  kasar.taskStats,
  (scope, { caller }) => taskStats(scope, caller.actor.userId, caller.timeZone),
  presentStats,
)
