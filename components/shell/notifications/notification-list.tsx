import { useQueryClient } from '@tanstack/react-query'
import { Bell, CircleAlert } from 'lucide-react'
import { useEffect, useEffectEvent, useRef } from 'react'
import { Button } from '@/components/ui/button'
import { HintLayer } from '@/components/ui/hint-layer'
import { Skeleton } from '@/components/ui/skeleton'
import { State } from '@/components/ui/state'
import { useNow } from '@/components/ui/use-now'
import { useTaskHints } from '../live'
import { explain, isSignedOut } from '../refusal-words'
import { SignInAgain } from '../sign-in-again'
import { useWorkspace } from '../workspace'
import { NotificationRow } from './notification-row'
import { notificationKeys } from './queries'
import { useNotifications, useRead } from './use-notifications'

/** What this person was told, newest first, as far down as one scrolls. */
export function NotificationList({ onOpen }: { onOpen: () => void }) {
  const { slug } = useWorkspace()
  const client = useQueryClient()
  const list = useNotifications(slug)
  const { mutate: read } = useRead(slug)
  const now = useNow(60_000)
  const rows = list.data?.pages.flatMap((page) => page.data)
  // A task that is called otherwise now.
  useTaskHints(({ ids }) => {
    const shown = new Set(ids)
    if (rows?.some(({ task }) => shown.has(task.id))) {
      void client.invalidateQueries({ queryKey: notificationKeys.list(slug) })
    }
  })
  const { hasNextPage, isFetching, isFetchNextPageError, fetchNextPage } = list
  const goOn = () => {
    if (hasNextPage && !isFetching && !isFetchNextPageError) void fetchNextPage()
  }

  if (rows?.length === 0) {
    return (
      <State icon={Bell} title="Nothing to tell you yet">
        When a colleague assigns you a task, or completes one of yours, it says so here.
      </State>
    )
  }
  if (rows) {
    return (
      <HintLayer className="min-h-0 overflow-y-auto overscroll-contain">
        <ul aria-labelledby="notifications" className="flex flex-col p-1">
          {rows.map((notification) => (
            <NotificationRow
              key={notification.id}
              notification={notification}
              href={`/${slug}/tasks?task=${notification.task.id}`}
              now={now}
              onOpen={() => {
                if (!notification.read_at) read(notification.id)
                onOpen()
              }}
            />
          ))}
        </ul>
        {isFetchNextPageError ? (
          <div className="flex items-center justify-center gap-3 p-2 text-muted">
            The rest could not be loaded.
            <Button size="small" onClick={() => void fetchNextPage()}>
              Try again
            </Button>
          </div>
        ) : (
          hasNextPage && <End key={rows.length} onReach={goOn} />
        )}
      </HintLayer>
    )
  }
  if (list.error) {
    return (
      <State
        alert
        icon={CircleAlert}
        title="Your notifications could not be loaded"
        action={
          isSignedOut(list.error) ? (
            <SignInAgain>Sign in again</SignInAgain>
          ) : (
            <Button onClick={() => void list.refetch()}>Try again</Button>
          )
        }
      >
        {explain(list.error)} None is lost.
      </State>
    )
  }
  return <Waiting />
}

/** The end of what is loaded: as it comes into sight, more is. */
function End({ onReach }: { onReach: () => void }) {
  const mark = useRef<HTMLDivElement>(null)
  const reach = useEffectEvent(onReach)
  useEffect(() => {
    const element = mark.current
    if (!element) return
    const sight = new IntersectionObserver((entries) => {
      if (entries.some((entry) => entry.isIntersecting)) reach()
    })
    sight.observe(element)
    return () => sight.disconnect()
  }, [])
  return (
    <div ref={mark} className="p-3">
      <Skeleton className="h-4 w-2/3" />
    </div>
  )
}

function Waiting() {
  return (
    <div role="status" className="flex flex-col gap-4 p-3 animate-late">
      <span className="sr-only">Loading your notifications</span>
      {['w-3/4', 'w-2/3', 'w-4/5'].map((width) => (
        <div key={width} className="flex gap-2.5">
          <Skeleton className="size-5 rounded-full" />
          <div className="flex grow flex-col gap-1.5">
            <Skeleton className={`h-4 ${width}`} />
            <Skeleton className="h-3 w-20" />
          </div>
        </div>
      ))}
    </div>
  )
}
