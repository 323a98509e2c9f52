import { listRuns } from '@/lib/contracts/kaireon/run.contract'
import { presentRun } from '@/lib/contracts/kaireon/run.present'
import { runsOfFlow } from '@/lib/domain/run/of-flow'
import { endpoint } from '@/lib/http/endpoint'

export const GET = endpoint(
  listRuns,
  (scope, { params, caller }) => runsOfFlow(scope, params.id, caller.role),
  (runs) => runs.map(presentRun),
)
