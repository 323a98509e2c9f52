import { atLocalTime, localTime } from '../time-zone'
import { type Rule, readRule, untilOf } from './recurrence'
import { findOccurrence } from './rrule'

/** When a task is due that recurs. */
export interface Recurring {
  dueAt: Date
  /** An RRULE without a problem; see recurrence.ts. */
  recurrence: string
  /** What clocks were to show when they skipped it, `2026-03-08T02:30:00.000`: the rule goes on from there. */
  dueLocal: string | null
}

const oneDay = 86_400_000
const century = 36_525 * oneDay

/**
 * What comes after a task that recurs: the first occurrence of its rule after its due date and after `moment`, by the
 * clocks of `zone` (IANA). A time that they skip is as much later as they are set forward; of one that they show twice
 * it is the first. COUNT is less by the occurrences that are gone, of which the due date is one whatever the rule says.
 * Null when there is none, also when none is near: a task that is a century late, a rule that fits no day of centuries.
 */
export function nextOccurrence(task: Recurring, moment: Date, zone: string): Recurring | null {
  const rule = readRule(task.recurrence)
  const after = Math.max(task.dueAt.getTime(), moment.getTime())
  if (!rule || after - task.dueAt.getTime() > century) return null
  // Before this, no zone's clocks make a difference.
  const surelyGone = localTime(new Date(after), zone) - 2 * oneDay
  const most = Number(rule.COUNT ?? Number.POSITIVE_INFINITY)
  let gone = 1
  const found = findOccurrence<Found>(rule, anchorOf(task, zone), (local) => {
    if (gone >= most) return 'none'
    const dueAt = local < surelyGone ? null : atLocalTime(local, zone)
    if (dueAt && dueAt.getTime() > after) return { local, dueAt }
    gone++
    return null
  })
  if (!found || isPast(rule, found)) return null
  const { local, dueAt } = found
  return {
    dueAt,
    recurrence: task.recurrence.replace(/\bCOUNT=\d+/i, `COUNT=${most - gone}`),
    dueLocal: localTime(dueAt, zone) === local ? null : new Date(local).toISOString().slice(0, -1),
  }
}

interface Found {
  /** What clocks show, or were to show. */
  local: number
  dueAt: Date
}

/** Whether the rule has ended before, or the years of four digits. */
function isPast({ UNTIL }: Rule, { local, dueAt }: Found): boolean {
  const until = UNTIL ? untilOf(UNTIL) : null
  return (until && (until.utc ? dueAt.getTime() : local) > until.moment) || dueAt.getUTCFullYear() > 9999
}

/** What clocks show, or were to show, when the task is due. */
function anchorOf({ dueAt, dueLocal }: Recurring, zone: string): number {
  if (dueLocal === null) return localTime(dueAt, zone)
  const meant = Date.parse(`${dueLocal}Z`)
  // It is of no use once the due date was changed, or the task went to another zone.
  return atLocalTime(meant, zone).getTime() === dueAt.getTime() ? meant : localTime(dueAt, zone)
}
