'use client'
import { useMutation } from '@tanstack/react-query'
import { clsx } from 'clsx'
import { ChevronRight } from 'lucide-react'
import { useId, useState } from 'react'
import { toast } from 'sonner'
import { explain } from '@/components/shell/refusal-words'
import { useWorkspace } from '@/components/shell/workspace'
import { Ago } from '@/components/ui/ago'
import { Button } from '@/components/ui/button'
import { Mark, type Tone } from '@/components/ui/mark'
import { formatMoment } from '@/components/ui/moment'
import type { replayDelivery } from '@/lib/contracts/rex/webhook.contract'
import { call } from '@/lib/http/call'
import { attemptInWords, attemptsInWords, outcomeInWords } from './delivery-words'
import { useRefreshWebhooks } from './use-webhooks'
import type { Delivery, Webhook } from './webhook'

const statuses: Record<Delivery['status'], { words: string; tone: Tone }> = {
  pending: { words: 'Waiting', tone: 'soon' },
  delivered: { words: 'Delivered', tone: 'good' },
  failed: { words: 'Failed', tone: 'bad' },
}

/** One delivery: how it stands, and on request every attempt of it. */
export function DeliveryRow({ row, webhook, now }: { row: Delivery; webhook: Webhook; now: Date }) {
  const { slug: workspace } = useWorkspace()
  const refresh = useRefreshWebhooks(workspace)
  const id = useId()
  const [open, setOpen] = useState(false)
  const replay = useMutation({
    mutationFn: async () => {
      const params = { id: webhook.id, delivery_id: row.id }
      const sent = { workspace, params, body: {} }
      await call<typeof replayDelivery>('POST', '/webhooks/{id}/deliveries/{delivery_id}/replay', sent)
    },
    onSuccess: () => void toast('It is sent again'),
    onError: (error) => void toast.error(explain(error)),
    onSettled: refresh,
  })
  return (
    <li className="border-b py-2">
      <div className="flex items-start gap-2">
        <button
          type="button"
          aria-expanded={open}
          aria-controls={id}
          onClick={() => setOpen(!open)}
          className="group grid min-w-0 grow items-start grid-cols-[16px_1fr] gap-x-2 gap-y-0.5 rounded-control py-1 text-left desk:grid-cols-[16px_6rem_14rem_1fr]"
        >
          <ChevronRight
            size={14}
            aria-hidden
            className={clsx(
              'mt-0.5 text-muted transition-transform duration-120 group-hover:text-text',
              open && 'rotate-90',
            )}
          />
          <Mark {...statuses[row.status]} />
          <span className="col-start-2 min-w-0 desk:col-start-auto">
            <span className="block font-mono text-meta leading-[1.125rem] wrap-anywhere">{row.type}</span>
            <Ago at={row.created_at} now={now} className="text-meta text-muted" />
          </span>
          <span className="col-start-2 min-w-0 desk:col-start-auto">
            <span className="block wrap-anywhere">{outcomeInWords(row, now)}</span>
            <span className="text-meta text-muted">{attemptsInWords(row.attempts)}</span>
          </span>
        </button>
        <Button
          kind="quiet"
          size="small"
          busy={replay.isPending}
          reason={webhook.enabled ? null : 'Enable the webhook first'}
          aria-label={`Replay ${row.type}`}
          onClick={() => replay.mutate()}
        >
          Replay
        </Button>
      </div>
      <div id={id} hidden={!open} className="pt-1 pb-1 pl-6">
        <Attempts row={row} />
      </div>
    </li>
  )
}

function Attempts({ row }: { row: Delivery }) {
  return (
    <>
      <p className="text-meta wrap-anywhere text-muted">
        Its <code className="font-mono">webhook-id</code> is <code className="font-mono">{row.event_id ?? row.id}</code>
        .
      </p>
      {row.attempts.length > 0 && (
        <ol className="mt-2 flex flex-col gap-2">
          {row.attempts.toReversed().map((attempt) => (
            <li key={attempt.at} className="rounded-control border bg-surface px-3 py-2">
              <span className="flex flex-wrap justify-between gap-x-4">
                <span className="wrap-anywhere">{attemptInWords(attempt)}</span>
                <span className="text-meta text-muted figures">
                  <time dateTime={attempt.at}>{formatMoment(new Date(attempt.at))}</time>
                  {attempt.milliseconds !== null && `, ${attempt.milliseconds.toLocaleString()} ms`}
                </span>
              </span>
              {attempt.response && (
                <pre className="mt-1 font-mono text-meta wrap-anywhere whitespace-pre-wrap text-muted">
                  {attempt.response}
                </pre>
              )}
            </li>
          ))}
        </ol>
      )}
    </>
  )
}
