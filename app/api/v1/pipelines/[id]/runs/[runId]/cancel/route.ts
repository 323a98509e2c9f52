import { cancelRun as contract } from '@/lib/contracts/kaireon/run.contract'
import { presentRun } from '@/lib/contracts/kaireon/run.present'
import { cancelRun } from '@/lib/domain/run/cancel'
import { endpoint } from '@/lib/http/endpoint'

export const POST = endpoint(contract, (tx, { params }) => cancelRun(tx, params.id, params.runId), presentRun)
