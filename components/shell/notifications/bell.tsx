'use client'
import { clsx } from 'clsx'
import { Bell as BellIcon, CheckCheck, Settings } from 'lucide-react'
import Link from 'next/link'
import { Popover } from 'radix-ui'
import { type KeyboardEvent, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Tooltip } from '@/components/ui/tooltip'
import { useWorkspace } from '../workspace'
import { shortCount } from './notification'
import { NotificationList } from './notification-list'
import { useNewsHere } from './notifications'
import { useReadAll } from './use-notifications'

type BellProps = { side: 'right' | 'bottom'; className?: string }

/** How much this person was told and has not read; opens the list of it. Rings once, softly, when there is more. */
export function Bell({ side, className }: BellProps) {
  const { slug } = useWorkspace()
  const { unread } = useNewsHere()
  const [open, setOpen] = useState(false)
  const readAll = useReadAll(slug)
  const [last, setLast] = useState({ unread, rings: 0 })
  if (unread !== last.unread) setLast({ unread, rings: last.rings + (unread > last.unread ? 1 : 0) })
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger asChild>
        <Button
          kind="quiet"
          size="icon"
          aria-label={unread > 0 ? `Notifications, ${unread} unread` : 'Notifications'}
          className={clsx('relative', className)}
        >
          <BellIcon key={last.rings} size={16} aria-hidden className={clsx(last.rings > 0 && 'animate-ring')} />
          {unread > 0 && (
            <span
              aria-hidden
              className="figures absolute -top-0.5 left-1/2 grid h-4 min-w-4 place-items-center rounded-full bg-accent px-1 text-[10px] leading-none font-semibold text-on-accent"
            >
              {shortCount(unread)}
            </span>
          )}
        </Button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          side={side}
          align={side === 'right' ? 'start' : 'end'}
          sideOffset={8}
          collisionPadding={8}
          aria-labelledby="notifications"
          onOpenAutoFocus={stayOutside}
          onKeyDown={walk}
          className="z-50 flex max-h-[min(36rem,var(--radix-popover-content-available-height))] w-96 max-w-[calc(100vw-16px)] flex-col overflow-hidden rounded-card border bg-raised text-dense text-text shadow-float outline-none animate-appear"
        >
          <div className="flex h-10 shrink-0 items-center gap-2 border-b pr-1.5 pl-3">
            <h2 id="notifications" className="grow text-body font-semibold">
              Notifications
            </h2>
            <Button
              kind="quiet"
              size="small"
              reason={unread > 0 ? null : 'You have read everything'}
              onClick={() => readAll.mutate()}
            >
              <CheckCheck size={14} aria-hidden />
              Mark all as read
            </Button>
            <Tooltip text="Choose what reaches you by e-mail">
              <Link
                href={`/${slug}/settings/profile`}
                prefetch={false}
                aria-label="Choose what reaches you by e-mail"
                onClick={() => setOpen(false)}
                className="grid size-7 shrink-0 place-items-center rounded-control text-muted hover:bg-hover hover:text-text"
              >
                <Settings size={14} aria-hidden />
              </Link>
            </Tooltip>
          </div>
          <NotificationList onOpen={() => setOpen(false)} />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}

/** The list itself gets the focus, not the first thing in it to press. */
function stayOutside(event: Event): void {
  event.preventDefault()
  if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus()
}

/** The arrows go from one to the next, and into the list. */
function walk(event: KeyboardEvent<HTMLElement>): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  if (!step) return
  const links = [...event.currentTarget.querySelectorAll<HTMLAnchorElement>('li a')]
  const next = links[links.indexOf(event.target as HTMLAnchorElement) + step]
  if (!next) return
  event.preventDefault()
  next.focus()
}
