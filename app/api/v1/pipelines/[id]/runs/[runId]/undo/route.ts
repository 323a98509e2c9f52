import { undoRun as contract } from '@/lib/contracts/kaireon/run.contract'
import { presentRunUndone } from '@/lib/contracts/kaireon/run.present'
import { undoRun } from '@/lib/domain/run/undo'
import { endpoint } from '@/lib/http/endpoint'

export const POST = endpoint(contract, (tx, { params }) => undoRun(tx, params.id, params.runId), presentRunUndone)
