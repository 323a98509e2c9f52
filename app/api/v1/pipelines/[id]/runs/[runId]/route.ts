import { getRun } from '@/lib/contracts/kaireon/run.contract'
import { presentRun } from '@/lib/contracts/kaireon/run.present'
import { runOfFlow } from '@/lib/domain/run/of-flow'
import { endpoint } from '@/lib/http/endpoint'

export const GET = endpoint(
  getRun,
  (scope, { params, caller }) => runOfFlow(scope, params.id, params.runId, caller.role),
  presentRun,
)
