import { clsx } from 'clsx'
import { type Day, dayOf, daysBetween, formatDay } from '@/components/ui/day'
import { formatMoment } from '@/components/ui/moment'
import type { ApiKey } from './api-key'

/** How a key stands, in two or three words; the moment that matters in full on hover and for a screen reader. */
export function KeyStatus({ row, now }: { row: ApiKey; now: Date }) {
  const { words, tone, moment } = statusOf(row, now)
  const full = moment ? formatMoment(new Date(moment)) : undefined
  return (
    <span className={clsx('flex items-center gap-1.5', tones[tone].text)} data-hint={full}>
      <span aria-hidden className={clsx('size-1.5 shrink-0 rounded-full', tones[tone].mark)} />
      <span className="truncate">{words}</span>
      {full && <span className="sr-only"> ({full})</span>}
    </span>
  )
}

type Tone = 'good' | 'soon' | 'over'
const tones: Record<Tone, { text: string; mark: string }> = {
  good: { text: '', mark: 'bg-positive' },
  soon: { text: 'text-warning', mark: 'bg-warning' },
  over: { text: 'text-muted', mark: 'bg-border-strong' },
}

const week = 7 * 86_400_000

function statusOf(row: ApiKey, now: Date): { words: string; tone: Tone; moment: string | null } {
  if (row.status === 'revoked') return { words: 'Revoked', tone: 'over', moment: row.revoked_at }
  if (row.status === 'member_left') return { words: 'Its member left', tone: 'over', moment: null }
  if (!row.expires_at) return { words: 'Active', tone: 'good', moment: null }
  const end = new Date(row.expires_at)
  const day = dayWithin(dayOf(end), dayOf(now))
  if (end <= now) return { words: `Expired ${day}`, tone: 'over', moment: row.expires_at }
  const soon = end.getTime() - now.getTime() < week
  return { words: soon ? `Expires ${day}` : `Until ${day}`, tone: soon ? 'soon' : 'good', moment: row.expires_at }
}

/** A day within a sentence: `tomorrow`, but `Mar 12`. */
function dayWithin(day: Day, today: Day): string {
  const said = formatDay(day, today)
  return Math.abs(daysBetween(today, day)) <= 6 ? said.charAt(0).toLowerCase() + said.slice(1) : said
}
