'use client'
import { CouldNotLoad } from '@/components/shell/could-not-load'
import { useWorkspace } from '@/components/shell/workspace'
import { Avatar } from '@/components/ui/avatar'
import { Skeleton } from '@/components/ui/skeleton'
import { Section } from '../section'
import { CalendarFeed } from './calendar-feed'
import { MailChoice } from './mail-choice'
import { TimeZoneChoice } from './time-zone-choice'
import { useMe } from './use-me'

/** What is this person's own: by whose clock they live, and what reaches them by e-mail. */
export function Profile() {
  const { slug, user } = useWorkspace()
  const me = useMe(slug)
  return (
    <Section title="Profile" explanation="What is yours alone, whatever your role.">
      <div className="flex max-w-lg flex-col gap-6">
        <div className="flex items-center gap-3">
          <Avatar id={user.id} name={user.name} className="size-9! text-dense!" />
          <div className="min-w-0">
            <p dir="auto" className="font-medium wrap-anywhere">
              {user.name}
            </p>
            <p className="text-muted wrap-anywhere">{user.email}</p>
          </div>
        </div>
        {me.data ? (
          <>
            <TimeZoneChoice me={me.data} />
            <MailChoice me={me.data} />
            <CalendarFeed />
          </>
        ) : me.error ? (
          <CouldNotLoad
            what="Your settings"
            safe="They are as they were."
            error={me.error}
            onRetry={() => void me.refetch()}
          />
        ) : (
          <div role="status" className="flex flex-col gap-6 animate-late">
            <span className="sr-only">Loading your settings</span>
            {['h-9', 'h-18'].map((height) => (
              <div key={height} className="flex flex-col gap-2">
                <Skeleton className="h-4 w-32" />
                <Skeleton className={height} />
              </div>
            ))}
          </div>
        )}
      </div>
    </Section>
  )
}
