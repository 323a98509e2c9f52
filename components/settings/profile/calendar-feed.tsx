import { useState } from 'react'
import { CouldNotLoad } from '@/components/shell/could-not-load'
import { explain } from '@/components/shell/refusal-words'
import { Ago } from '@/components/ui/ago'
import { Button } from '@/components/ui/button'
import { Confirm } from '@/components/ui/confirm'
import { useNow } from '@/components/ui/use-now'
import { OnceField } from '../once-field'
import { useCalendarFeed } from './use-calendar-feed'

const questions = {
  replace: {
    title: 'Make a new calendar address?',
    action: 'Make a new address',
    says: 'Calendars that read the present address show nothing new any more: give them the new one.',
  },
  end: {
    title: 'End the calendar feed?',
    action: 'End the feed',
    says: 'Calendars that read its address show nothing new any more. You can make another address at any time.',
  },
}

/** The address at which calendars read this person's tasks. It can be made anew and ended. */
export function CalendarFeed() {
  const { feed, make, end } = useCalendarFeed()
  const now = useNow(30_000)
  const [asked, setAsked] = useState<keyof typeof questions | null>(null)
  // What was asked stays readable while the dialog goes away.
  const [question, setQuestion] = useState(questions.replace)
  const ask = (which: keyof typeof questions) => {
    setQuestion(questions[which])
    setAsked(which)
  }
  const close = () => {
    setAsked(null)
    // An address that is still shown stays: it is shown this once.
    if (make.isError) make.reset()
    end.reset()
  }
  const url = make.data?.url
  return (
    <section aria-labelledby="calendar-feed" className="flex flex-col gap-2">
      <h3 id="calendar-feed" className="text-dense font-medium">
        Calendar feed
      </h3>
      <p className="text-meta text-muted">
        An address at which Google Calendar, Outlook or Apple Calendar read your open tasks that have a date. Whoever
        knows it can read them: keep it to yourself.
      </p>
      {feed.error && !feed.data && (
        <CouldNotLoad
          what="Your calendar feed"
          safe="It is as it was."
          error={feed.error}
          onRetry={() => void feed.refetch()}
        />
      )}
      {url && asked === null && <NewAddress key={url} url={url} />}
      {feed.data && !url && (
        <p className="text-dense">
          There is an address since <Ago at={feed.data.created_at} now={now} />
          {feed.data.last_read_at ? (
            <>
              ; a calendar read it <Ago at={feed.data.last_read_at} now={now} />.
            </>
          ) : (
            '; no calendar has read it yet.'
          )}
        </p>
      )}
      {make.error && asked === null && (
        <p role="alert" className="text-meta text-danger">
          {explain(make.error)} No address was made.
        </p>
      )}
      {feed.isSuccess && (
        <div className="flex flex-wrap gap-2">
          {feed.data ? (
            <>
              <Button onClick={() => ask('replace')}>Make a new address</Button>
              <Button kind="quiet" onClick={() => ask('end')}>
                End the feed
              </Button>
            </>
          ) : (
            <Button busy={make.isPending} onClick={() => make.mutate()}>
              Make a calendar address
            </Button>
          )}
        </div>
      )}
      <Confirm
        open={asked !== null}
        onOpenChange={(open) => !open && close()}
        title={question.title}
        action={question.action}
        keep="Keep it"
        busy={make.isPending || end.isPending}
        error={explained(asked === 'replace' ? make.error : end.error)}
        onConfirm={() => {
          if (asked === 'replace') make.mutate(undefined, { onSuccess: () => setAsked(null) })
          else
            end.mutate(undefined, {
              onSuccess: () => {
                setAsked(null)
                make.reset()
              },
            })
        }}
      >
        <p>{question.says}</p>
      </Confirm>
    </section>
  )
}

const explained = (error: Error | null): string | null => error && explain(error)

function NewAddress({ url }: { url: string }) {
  return (
    <div>
      <p id="calendar-address-note" role="status" className="mb-2 text-dense">
        Copy the address now and subscribe to it in your calendar.{' '}
        <strong className="font-semibold">It will not be shown again.</strong>
      </p>
      <OnceField value={url} label="The calendar’s address" copy="Copy the address" noteId="calendar-address-note" />
    </div>
  )
}
