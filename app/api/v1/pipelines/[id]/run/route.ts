import { runPipeline } from '@/lib/contracts/kaireon/run.contract'
import { presentStartedRun } from '@/lib/contracts/kaireon/run.present'
import { startRun } from '@/lib/domain/run/start'
import { endpoint } from '@/lib/http/endpoint'

export const POST = endpoint(
  runPipeline,
  (tx, { params }) => startRun(tx, params.id, { trigger: 'manual' }),
  presentStartedRun,
)
