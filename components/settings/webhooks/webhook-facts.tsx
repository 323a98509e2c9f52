import { Ago } from '@/components/ui/ago'
import { CopyButton } from '@/components/ui/copy-button'
import { Fact, Facts } from '@/components/ui/facts'
import { HintLayer } from '@/components/ui/hint-layer'
import { formatMoment } from '@/components/ui/moment'
import { useNow } from '@/components/ui/use-now'
import { chosenInWords } from './event-words'
import type { Webhook } from './webhook'
import { WebhookStatus } from './webhook-status'

/** What a webhook is sent, where, and how it stands. */
export function WebhookFacts({ row }: { row: Webhook }) {
  const now = useNow(30_000)
  const overlap = row.former_secret_until ? new Date(row.former_secret_until) : null
  return (
    <HintLayer>
      <Facts>
        <Fact name="Address">
          <span className="flex items-start justify-between gap-3">
            <span className="line-clamp-4 min-w-0 wrap-anywhere" title={row.url}>
              {row.url}
            </span>
            <CopyButton kind="quiet" size="small" className="-my-1" text={row.url} label="Copy the address" />
          </span>
        </Fact>
        <Fact name="Events">{chosenInWords(row.events)}</Fact>
        <Fact name="Status">
          <WebhookStatus row={row} />
          {row.disabled_reason && <span className="mt-0.5 block text-muted">{row.disabled_reason}</span>}
          {row.enabled && row.failing_since && (
            <span className="mt-0.5 block text-muted">
              Nothing could be delivered since: <Ago at={row.failing_since} now={now} />. After five days it is
              disabled.
            </span>
          )}
        </Fact>
        {overlap && overlap > now && (
          <Fact name="Secret">Two secrets sign: the one before the last rotation until {formatMoment(overlap)}.</Fact>
        )}
        <Fact name="Created">
          <Ago at={row.created_at} now={now} />
        </Fact>
      </Facts>
    </HintLayer>
  )
}
