import { clsx } from 'clsx'
import Link from 'next/link'
import { Ago } from '@/components/ui/ago'
import { HintLayer } from '@/components/ui/hint-layer'
import { useNow } from '@/components/ui/use-now'
import { chosenInWords } from './event-words'
import type { Webhook } from './webhook'
import { WebhookStatus } from './webhook-status'

/** Every webhook: in columns where there is room for them, else in a few lines each. `home` is the address of the list. */
export function WebhookList({ rows, home }: { rows: readonly Webhook[]; home: string }) {
  const now = useNow(30_000)
  return (
    <HintLayer className="@container">
      <table className="w-full table-fixed text-left text-dense">
        <caption className="sr-only">Webhooks, oldest first</caption>
        <thead className="hidden text-meta text-muted @3xl:table-header-group">
          <tr className="border-b">
            <Head>Address</Head>
            <Head className="w-[32%]">Events</Head>
            <Head className="w-[24%]">Status</Head>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={row.id} row={row} now={now} href={`${home}/${row.id}`} />
          ))}
        </tbody>
      </table>
    </HintLayer>
  )
}

function Head({ className, ...cell }: React.ComponentProps<'th'>) {
  return <th scope="col" {...cell} className={clsx('h-8 pr-4 font-normal', className)} />
}

function Row({ row, now, href }: { row: Webhook; now: Date; href: string }) {
  const events = chosenInWords(row.events)
  return (
    <tr className={clsx('relative border-b hover:bg-hover', !row.enabled && 'text-muted')}>
      <th scope="row" className="py-2.5 pr-4 text-left align-top font-normal">
        <Link href={href} className="font-medium wrap-anywhere after:absolute after:inset-0">
          <span className="line-clamp-2" title={row.url}>
            {row.url}
          </span>
        </Link>
        {row.description && (
          <span dir="auto" className="mt-0.5 line-clamp-2 text-meta wrap-anywhere text-muted">
            {row.description}
          </span>
        )}
        <span className="mt-0.5 flex flex-col gap-0.5 text-meta text-muted @3xl:hidden">
          <span className="line-clamp-2">{events}</span>
          <Standing row={row} now={now} />
        </span>
      </th>
      <td className="hidden py-2.5 pr-4 align-top @3xl:table-cell">
        <span className="line-clamp-2">{events}</span>
      </td>
      <td className="hidden py-2.5 pr-4 align-top @3xl:table-cell">
        <Standing row={row} now={now} />
      </td>
    </tr>
  )
}

function Standing({ row, now }: { row: Webhook; now: Date }) {
  return (
    <>
      <WebhookStatus row={row} />
      {row.disabled_reason ? (
        <span className="mt-0.5 line-clamp-2 text-meta text-muted">{row.disabled_reason}</span>
      ) : (
        row.enabled &&
        row.failing_since && (
          <span className="mt-0.5 block text-meta text-muted">
            Since: <Ago at={row.failing_since} now={now} />
          </span>
        )
      )}
    </>
  )
}
