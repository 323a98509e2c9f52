import { clsx } from 'clsx'
import { AlarmClock, ArrowRightLeft, CalendarDays } from 'lucide-react'
import { memo } from 'react'
import { Avatar } from '@/components/ui/avatar'
import { type Day, dayOf, daysBetween, formatDay, formatDayFull } from '@/components/ui/day'
import { formatMoney } from '@/components/ui/money'
import type { Card } from './board'
import { NextStep, tellsNextStep } from './next-step'

/** Titles of more letters than this may not fit into two lines. */
const perhapsCut = 55

export type CardFaceProps = {
  card: Card
  stageName: string
  /** Days without activity after which this stage calls a card stalled. */
  rottingDays: number
  today: Day
  /** Lifted out of its column: it stays, faded, where it was. */
  origin?: boolean
  /** Its record is open beside the board. */
  open?: boolean
  /** Why it can not be moved; null when it can. */
  stuck: string | null
}

/** One card. It knows nothing of dragging, so that a drag redraws none but the lifted one. */
export const CardFace = memo(function CardFace(props: CardFaceProps) {
  const { card, stageName, rottingDays, today, origin, open, stuck } = props
  return (
    <article
      data-card-id={card.id}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a card is what the arrow keys walk over.
      tabIndex={0}
      aria-current={open ? 'true' : undefined}
      aria-label={[card.name, card.company?.name].filter(Boolean).join(', ')}
      className={clsx(
        'group/card relative flex touch-manipulation flex-col gap-1 rounded-card border bg-surface px-3 py-2.5 text-dense select-none',
        '[-webkit-touch-callout:none]',
        open ? 'border-accent hover:border-accent' : 'hover:border-border-strong',
        stuck ? 'cursor-default' : 'cursor-grab',
        origin && 'opacity-40',
      )}
    >
      <h3
        dir="auto"
        className="line-clamp-2 font-medium pointer-coarse:pr-7"
        data-hint={card.name.length > perhapsCut ? card.name : undefined}
      >
        {card.name}
      </h3>
      {card.company && (
        <p dir="auto" className="truncate text-muted">
          {card.company.name}
        </p>
      )}
      {card.tags.length > 0 && <Tags tags={card.tags} />}
      <Foot card={card} stageName={stageName} rottingDays={rottingDays} today={today} />
      <button
        type="button"
        data-move-card
        aria-haspopup="menu"
        aria-disabled={stuck ? true : undefined}
        aria-label={`Move ${card.name} to…`}
        data-hint={stuck ?? 'Move to…'}
        className={clsx(
          'absolute top-1.5 right-1.5 grid size-6 place-items-center rounded-control border bg-raised text-muted opacity-0 hover:text-text focus-visible:opacity-100',
          // Where nothing can hover it always shows, and is large enough for a finger.
          'pointer-coarse:top-0.5 pointer-coarse:right-0.5 pointer-coarse:size-9 pointer-coarse:border-transparent pointer-coarse:bg-transparent pointer-coarse:opacity-100',
          !origin && 'group-focus-within/card:opacity-100 group-hover/card:opacity-100',
        )}
      >
        <ArrowRightLeft size={13} aria-hidden />
      </button>
    </article>
  )
})

type FootProps = Pick<CardFaceProps, 'card' | 'stageName' | 'rottingDays' | 'today'>

/** How many lines the foot of a card has: one of its facts, one of what is next; who has it stands in the last. */
export function footLines(card: Card): 0 | 1 | 2 {
  const { status, owner } = card
  if (hasFacts(card)) return tellsNextStep(card) ? 2 : 1
  return tellsNextStep(card) || status === 'stalled' || owner ? 1 : 0
}

const hasFacts = ({ value, expectedClose, daysInStage }: Card): boolean =>
  value !== null || expectedClose !== null || daysInStage > 0

function Tags({ tags }: { tags: string[] }) {
  const hidden = tags.slice(2)
  return (
    <ul aria-label="Tags" className="flex min-w-0 gap-1 pt-0.5 text-meta text-muted">
      {tags.slice(0, 2).map((tag) => (
        <li key={tag} dir="auto" className="max-w-32 truncate rounded-control border px-1.5" data-hint={tag}>
          {tag}
        </li>
      ))}
      {hidden.length > 0 && (
        <li className="shrink-0 rounded-control border px-1.5 figures" data-hint={hidden.join(', ')}>
          <span aria-hidden>+{hidden.length}</span>
          <span className="sr-only">{hidden.join(', ')}</span>
        </li>
      )}
    </ul>
  )
}

function Foot(props: FootProps) {
  const { card, today } = props
  const lines = footLines(card)
  if (lines === 0) return null
  const facts = hasFacts(card) && <Facts {...props} />
  const marks = <Marks {...props} />
  return (
    <footer className="flex flex-col gap-1 pt-0.5 text-meta text-muted figures">
      {lines === 2 && <div className="flex min-w-0 items-center gap-2">{facts}</div>}
      <div className="flex min-h-5 min-w-0 items-center gap-2">
        {tellsNextStep(card) ? <NextStep card={card} today={today} /> : facts}
        {marks}
      </div>
    </footer>
  )
}

function Facts({ card, stageName, today }: FootProps) {
  return (
    <>
      {card.value !== null && (
        <span className="min-w-0 truncate text-dense text-text">{formatMoney(card.value, card.currency)}</span>
      )}
      {card.expectedClose && <CloseDate card={card} day={card.expectedClose} today={today} />}
      {card.daysInStage > 0 && (
        <span className="shrink-0" data-hint={`${count(card.daysInStage, 'day')} in ${stageName}`}>
          <span aria-hidden>{card.daysInStage}d</span>
          <span className="sr-only">
            {count(card.daysInStage, 'day')} in {stageName}
          </span>
        </span>
      )}
    </>
  )
}

function Marks({ card, rottingDays, today }: FootProps) {
  return (
    <span className="ml-auto flex shrink-0 items-center gap-1.5">
      {card.status === 'stalled' && <Stalled card={card} rottingDays={rottingDays} today={today} />}
      {card.owner && <Avatar id={card.owner.id} name={card.owner.name} />}
    </span>
  )
}

function CloseDate({ card, day, today }: { card: Card; day: Day; today: Day }) {
  const late = daysBetween(today, day) < 0 && (card.status === 'open' || card.status === 'stalled')
  const full = formatDayFull(day)
  return (
    <span
      className={clsx('inline-flex min-w-0 items-center gap-1', late && 'text-danger')}
      data-hint={late ? `Was to close on ${full}` : `Expected to close on ${full}`}
    >
      <CalendarDays size={12} aria-hidden className="shrink-0" />
      <span className="truncate">
        <span className="sr-only">{late ? 'Overdue, was to close ' : 'Closes '}</span>
        {formatDay(day, today)}
      </span>
    </span>
  )
}

function Stalled({ card, rottingDays, today }: { card: Card; rottingDays: number; today: Day }) {
  const quiet = card.lastActivityAt ? daysBetween(dayOf(new Date(card.lastActivityAt)), today) : null
  const sentence =
    quiet === null
      ? `Stalled: no activity for more than ${count(rottingDays, 'day')}`
      : `Stalled: no activity for ${count(quiet, 'day')}, this stage expects some every ${rottingDays}`
  return (
    <span role="img" aria-label={sentence} data-hint={sentence} className="text-warning">
      <AlarmClock size={14} aria-hidden />
    </span>
  )
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}
