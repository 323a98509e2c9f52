import type { RecordRow } from './record'

export { defaultRottingDays } from '@/lib/db/sql/rotting'

export const statuses = ['open', 'won', 'lost', 'stalled'] as const
export type Status = (typeof statuses)[number]

const day = 86_400_000

/** Stalled means open and without activity for the stage's (else the board's, else 14) days. */
export function statusOf(record: Pick<RecordRow, 'stageType' | 'lastActivityAt' | 'rottingDays'>, now: Date): Status {
  if (record.stageType && record.stageType !== 'open') return record.stageType
  const idle = now.getTime() - record.lastActivityAt.getTime()
  return record.stageType && idle >= record.rottingDays * day ? 'stalled' : 'open'
}

/** Whole days since an instant, never negative. */
export const daysSince = (instant: Date, now: Date): number =>
  Math.max(0, Math.floor((now.getTime() - instant.getTime()) / day))
