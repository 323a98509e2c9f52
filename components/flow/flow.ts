import type { z } from 'zod'
import type { listConnectors } from '@/lib/contracts/kaireon/connector.contract'
import type { getPipeline } from '@/lib/contracts/kaireon/pipeline.contract'
import type { getRun, listRejects, undoRun } from '@/lib/contracts/kaireon/run.contract'
import type { ReplyOf } from '@/lib/http/call'

/** A run of a flow. */
export type Run = z.output<typeof getRun.reply>
export type RunStatus = Run['status']

/** A row that could not be taken in. */
export type Reject = z.output<typeof listRejects.reply>['data'][number]

/** What was taken back of a run, and what was kept and why. */
export type Undone = ReplyOf<typeof undoRun>

/** A data pipeline. */
export type Flow = z.output<typeof getPipeline.reply>
export type FlowNode = Flow['nodes'][number]

export type Connector = z.output<typeof listConnectors.reply>['data'][number]

/** Whether nothing more will happen in a run. */
export const hasEnded = ({ status }: Pick<Run, 'status'>): boolean => status !== 'pending' && status !== 'running'
