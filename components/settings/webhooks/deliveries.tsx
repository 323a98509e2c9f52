'use client'
import { useMutation } from '@tanstack/react-query'
import { RotateCw } from 'lucide-react'
import { useState } from 'react'
import { CouldNotLoad } from '@/components/shell/could-not-load'
import { useWorkspace } from '@/components/shell/workspace'
import { Button } from '@/components/ui/button'
import { inputLook } from '@/components/ui/field'
import { HintLayer } from '@/components/ui/hint-layer'
import { ListSkeleton } from '@/components/ui/list-skeleton'
import { useNow } from '@/components/ui/use-now'
import { DeliveryRow } from './delivery-row'
import { useDeliveries } from './use-webhooks'
import type { DeliveryStatus, Webhook } from './webhook'

const shows = {
  all: { name: 'All', none: 'Nothing was sent yet. “Send test” makes a beginning.' },
  pending: { name: 'Waiting', none: 'Nothing waits to be sent.' },
  delivered: { name: 'Delivered', none: 'Nothing was delivered in the last thirty days.' },
  failed: { name: 'Failed', none: 'Nothing failed for good in the last thirty days.' },
} satisfies Record<DeliveryStatus | 'all', object>
type Shown = keyof typeof shows

/** The log of what was sent to a webhook, newest first. */
export function Deliveries({ webhook }: { webhook: Webhook }) {
  const { slug } = useWorkspace()
  const [shown, setShown] = useState<Shown>('all')
  const log = useDeliveries(slug, webhook.id, shown)
  // Of its own, as it is often read anew without being asked.
  const reload = useMutation({ mutationFn: () => log.refetch() })
  const now = useNow(5_000)
  const rows = log.data?.pages.flatMap((page) => page.data)
  return (
    <section aria-labelledby="deliveries" className="mt-2 flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-2">
        <h3 id="deliveries" className="grow text-body font-semibold">
          Deliveries
        </h3>
        <select
          aria-label="Show deliveries"
          value={shown}
          onChange={(event) => setShown(event.target.value as Shown)}
          className={`${inputLook} h-8 w-auto! text-dense`}
        >
          {Object.entries(shows).map(([value, { name }]) => (
            <option key={value} value={value}>
              {name}
            </option>
          ))}
        </select>
        <Button busy={reload.isPending} onClick={() => reload.mutate()}>
          <RotateCw size={14} aria-hidden />
          Refresh
        </Button>
      </div>
      {rows ? (
        rows.length > 0 ? (
          <HintLayer>
            <ul aria-labelledby="deliveries" className="border-t text-dense">
              {rows.map((row) => (
                <DeliveryRow key={row.id} row={row} webhook={webhook} now={now} />
              ))}
            </ul>
          </HintLayer>
        ) : (
          <p className="border-t py-6 text-center text-muted">{shows[shown].none}</p>
        )
      ) : log.error ? (
        <CouldNotLoad
          what="The log"
          safe="What is to be sent is sent all the same."
          error={log.error}
          onRetry={() => void log.refetch()}
        />
      ) : (
        <ListSkeleton of="the log" />
      )}
      {log.hasNextPage && (
        <Button className="self-center" busy={log.isFetchingNextPage} onClick={() => void log.fetchNextPage()}>
          Show more
        </Button>
      )}
    </section>
  )
}
