import { replayRun as contract } from '@/lib/contracts/kaireon/run.contract'
import { presentRun } from '@/lib/contracts/kaireon/run.present'
import { replayRun } from '@/lib/domain/run/replay'
import { endpoint } from '@/lib/http/endpoint'

export const POST = endpoint(contract, (tx, { params }) => replayRun(tx, params.id, params.runId), presentRun)
