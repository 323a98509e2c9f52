import { clsx } from 'clsx'
import Link from 'next/link'
import { Ago } from '@/components/ui/ago'
import { Avatar } from '@/components/ui/avatar'
import { type Notification, tell } from './notification'

type NotificationRowProps = { notification: Notification; href: string; now: Date; onOpen: () => void }

/** One thing that this person was told: leads to what it is about. */
export function NotificationRow({ notification, href, now, onOpen }: NotificationRowProps) {
  const { actor, created_at, read_at } = notification
  const { who, before, title, after } = tell(notification)
  return (
    <li>
      <Link
        href={href}
        prefetch={false}
        onClick={onOpen}
        className="flex gap-2.5 rounded-control px-2 py-2 -outline-offset-2 hover:bg-hover"
      >
        <span aria-hidden>
          {actor ? <Avatar id={actor.id} name={actor.name} /> : <span className="block size-5" />}
        </span>
        <span className="min-w-0 grow">
          {!read_at && <span className="sr-only">Unread: </span>}
          <span className={clsx('line-clamp-3', read_at && 'text-muted')}>
            {who !== null && <bdi className={clsx('font-medium', read_at && 'text-text')}>{who}</bdi>}
            {before}“<bdi>{title}</bdi>”{after}
          </span>
          <Ago at={created_at} now={now} className="mt-0.5 block text-meta text-muted" />
        </span>
        <span className={clsx('mt-1.5 size-2 shrink-0 rounded-full', !read_at && 'bg-accent')} />
      </Link>
    </li>
  )
}
