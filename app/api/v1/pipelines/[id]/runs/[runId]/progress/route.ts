import { getRunProgress } from '@/lib/contracts/kaireon/run.contract'
import { presentProgress } from '@/lib/contracts/kaireon/run.present'
import { progressOf } from '@/lib/domain/run/progress'
import { endpoint } from '@/lib/http/endpoint'

export const GET = endpoint(
  getRunProgress,
  (scope, { params, caller }) => progressOf(scope, params.id, params.runId, caller.role),
  presentProgress,
)
