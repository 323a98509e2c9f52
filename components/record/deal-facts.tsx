import { clsx } from 'clsx'
import { stageColor } from '@/components/board/column-header'
import { type Day, daysBetween, formatDay, formatDayFull } from '@/components/ui/day'
import { formatMoney } from '@/components/ui/money'
import { Skeleton } from '@/components/ui/skeleton'
import { Linked, Person, Tags } from './fact-values'
import { Fact, Facts, LongText } from './facts'
import type { Deal } from './use-record'

/** A stage as it is named. */
export type NamedStage = { id: string; name: string; color: string | null }

type DealFactsProps = {
  deal: Deal
  /** The stages of its board; undefined while they are read. */
  stages: readonly NamedStage[] | undefined
  today: Day
}

/** What is known of a record on a board. */
export function DealFacts({ deal, stages, today }: DealFactsProps) {
  return (
    <Facts>
      <Fact name="Stage">
        <StageFact deal={deal} stages={stages} />
      </Fact>
      <Fact name="Value">
        {deal.value === null ? null : <span className="figures">{formatMoney(deal.value, deal.currency ?? '')}</span>}
      </Fact>
      <Fact name="Company">{deal.company_id && <Linked object="companies" id={deal.company_id} />}</Fact>
      <Fact name="Contact">{deal.contact_id && <Linked object="contacts" id={deal.contact_id} />}</Fact>
      <Fact name="Owner">{deal.owner_id && <Person id={deal.owner_id} />}</Fact>
      <Fact name="Expected close">
        {deal.expected_close && <CloseDay deal={deal} day={deal.expected_close} today={today} />}
      </Fact>
      {deal.lost_reason && (
        <Fact name="Reason for its loss" wide>
          {deal.lost_reason}
        </Fact>
      )}
      {deal.tags.length > 0 && (
        <Fact name="Tags" wide>
          <Tags tags={deal.tags} />
        </Fact>
      )}
      {deal.description && (
        <Fact name="Description" wide>
          <LongText text={deal.description} />
        </Fact>
      )}
    </Facts>
  )
}

function StageFact({ deal, stages }: Pick<DealFactsProps, 'deal' | 'stages'>) {
  const stage = stages?.find(({ id }) => id === deal.stage_id)
  if (!stage) {
    return (
      <span className="block animate-late">
        <Skeleton className="h-4 w-24" />
        <span className="sr-only">Loading</span>
      </span>
    )
  }
  const days = deal.days_in_stage
  const since = days === 0 ? 'since today' : days === 1 ? 'for 1 day' : `for ${days} days`
  const told = [
    ...(deal.archived_at ? ['archived'] : [since]),
    ...(deal.status === 'stalled' && !deal.archived_at ? ['stalled'] : []),
  ].join(', ')
  return (
    <>
      <span className="flex min-w-0 items-center gap-1.5">
        <span aria-hidden className="stage-mark size-2 shrink-0 rounded-full" style={stageColor(stage.color)} />
        <span className="truncate">{stage.name}</span>
      </span>
      <span className={clsx('text-meta figures', deal.status === 'stalled' ? 'text-warning' : 'text-muted')}>
        {told}
      </span>
    </>
  )
}

function CloseDay({ deal, day, today }: { deal: Deal; day: Day; today: Day }) {
  const late = daysBetween(today, day) < 0 && (deal.status === 'open' || deal.status === 'stalled')
  return (
    <time dateTime={day} className={clsx('figures', late && 'text-danger')} data-hint={formatDayFull(day)}>
      {formatDay(day, today)}
      {late && <span className="sr-only"> (overdue)</span>}
    </time>
  )
}
