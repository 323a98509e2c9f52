import { formatAgo, formatMoment } from './moment'

/** A past moment as people say it; in full for a screen reader, and on hover inside a HintLayer. */
export function Ago({ at, now, className }: { at: string; now: Date; className?: string }) {
  const moment = new Date(at)
  const full = formatMoment(moment)
  return (
    <time dateTime={at} data-hint={full} className={className}>
      {formatAgo(moment, now)}
      <span className="sr-only"> ({full})</span>
    </time>
  )
}
