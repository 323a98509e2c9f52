import { clsx } from 'clsx'
import { Ago } from '@/components/ui/ago'
import { Avatar } from '@/components/ui/avatar'
import { Button } from '@/components/ui/button'
import { HintLayer } from '@/components/ui/hint-layer'
import { useNow } from '@/components/ui/use-now'
import { type ApiKey, languages, limitOf, reachOf, roleNames } from './api-key'
import { KeyStatus } from './key-status'

type ApiKeyListProps = { rows: readonly ApiKey[]; onRevoke: (row: ApiKey) => void }

/** Every key: in columns where there is room for them, else in a few lines each. */
export function ApiKeyList({ rows, onRevoke }: ApiKeyListProps) {
  const now = useNow(30_000)
  return (
    <HintLayer className="@container">
      <table className="w-full text-left text-dense @4xl:table-fixed">
        <caption className="sr-only">API keys, newest first</caption>
        <thead className="hidden text-meta text-muted @4xl:table-header-group">
          <tr className="border-b">
            <Head>Name</Head>
            <Head className="w-[17.5%]">Key</Head>
            <Head className="w-[16%]">May</Head>
            <Head className="w-[12.5%]">Acts as</Head>
            <Head className="w-[11.5%]">Last used</Head>
            <Head className="w-[15.5%]">Status</Head>
            <Head className="w-[72px]">
              <span className="sr-only">Actions</span>
            </Head>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={row.id} row={row} now={now} onRevoke={() => onRevoke(row)} />
          ))}
        </tbody>
      </table>
    </HintLayer>
  )
}

function Head({ className, ...cell }: React.ComponentProps<'th'>) {
  return <th scope="col" {...cell} className={clsx('h-8 pr-4 font-normal', className)} />
}

/** A column of its own where there is room. */
function Cell({ className, ...cell }: React.ComponentProps<'td'>) {
  return <td {...cell} className={clsx('hidden h-9 truncate pr-4 @4xl:table-cell', className)} />
}

function Row({ row, now, onRevoke }: { row: ApiKey; now: Date; onRevoke: () => void }) {
  const over = row.status !== 'active'
  const used = row.last_used_at ? <Ago at={row.last_used_at} now={now} /> : 'Never'
  return (
    <tr className={clsx('border-b', over && 'text-muted')}>
      <th
        scope="row"
        className="w-full py-2.5 pr-4 text-left align-top font-normal @4xl:h-9 @4xl:w-auto @4xl:py-0 @4xl:align-middle"
      >
        <span dir="auto" className="line-clamp-2 font-medium @4xl:block @4xl:truncate" title={row.name}>
          {row.name}
        </span>
        <span className="mt-0.5 flex flex-col gap-0.5 text-meta text-muted @4xl:hidden">
          <KeyBegin row={row} />
          <span className="line-clamp-2">
            {mayOf(row)}, as {row.user.name}
          </span>
          <span>{row.last_used_at ? <>Last used: {used}</> : 'Never used'}</span>
          <KeyStatus row={row} now={now} />
        </span>
      </th>
      <Cell>
        <KeyBegin row={row} />
      </Cell>
      <Cell>
        <span data-hint={inFull(row)}>{mayOf(row)}</span>
      </Cell>
      <Cell>
        <span className="flex items-center gap-2">
          <Avatar id={row.user.id} name={row.user.name} />
          <span dir="auto" className="truncate" data-hint={row.user.email} aria-hidden>
            {row.user.name}
          </span>
        </span>
      </Cell>
      <Cell className={clsx(!row.last_used_at && 'text-muted')}>{used}</Cell>
      <Cell>
        <KeyStatus row={row} now={now} />
      </Cell>
      <td className="py-2 text-right align-top @4xl:py-0 @4xl:align-middle">
        {row.status !== 'revoked' && (
          <Button kind="quiet" size="small" aria-label={`Revoke ${row.name}`} onClick={onRevoke}>
            Revoke
          </Button>
        )}
      </td>
    </tr>
  )
}

function KeyBegin({ row }: { row: ApiKey }) {
  return (
    <span className="flex items-baseline gap-2">
      <span className="shrink-0">{languages[row.contract].name}</span>
      <span className="truncate font-mono text-meta text-muted">{row.prefix}…</span>
    </span>
  )
}

const mayOf = ({ role, scopes, rate_limit }: ApiKey): string =>
  [
    ...[roleNames[role], scopes.includes('write') ? 'read and write' : 'read only'],
    ...(rate_limit === null ? [] : [limitOf(rate_limit)]),
  ].join(', ')

const inFull = ({ role, scopes, user, rate_limit }: ApiKey): string =>
  reachOf(role, scopes.includes('write'), user) + (rate_limit === null ? '' : ` At most ${limitOf(rate_limit)}.`)
