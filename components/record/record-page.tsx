'use client'
import Link from 'next/link'
import { nounOf } from '@/components/board/nouns'
import { PageHeader } from '@/components/shell/page-header'
import { isMissing } from '@/components/shell/refusal-words'
import { useTimeZone, useWorkspace } from '@/components/shell/workspace'
import { useDay } from '@/components/task/use-day'
import { HintLayer } from '@/components/ui/hint-layer'
import { RecordFacts } from './record-facts'
import { RecordProblem } from './record-problem'
import { RecordSkeleton } from './record-skeleton'
import { RecordTasks } from './record-tasks'
import { useFields, useRecord } from './use-record'

/** A record that stands on no board, on a page of its own. */
export function RecordPage({ object, id }: { object: string; id: string }) {
  const { slug } = useWorkspace()
  const noun = nounOf(object)
  return (
    <>
      <PageHeader>
        <span className="px-1.5 text-dense text-muted first-letter:uppercase">{noun.one}</span>
      </PageHeader>
      <main className="flex min-h-0 grow flex-col overflow-y-auto">
        <HintLayer className="mx-auto flex w-full max-w-2xl grow flex-col px-4 py-6">
          <Shown
            object={object}
            id={id}
            noun={noun.one}
            back={
              <Link href={`/${slug}/boards`} className="font-medium text-accent hover:underline">
                See all boards
              </Link>
            }
          />
        </HintLayer>
      </main>
    </>
  )
}

type ShownProps = { object: string; id: string; noun: string; back: React.ReactNode }

function Shown({ object, id, noun, back }: ShownProps) {
  const { slug } = useWorkspace()
  const today = useDay(useTimeZone())
  const record = useRecord(slug, object, id)
  const fields = useFields(slug, object)
  const error = record.error && (!record.data || isMissing(record.error)) ? record.error : !fields.data && fields.error
  if (error) {
    const retry = () => {
      void record.refetch()
      void fields.refetch()
    }
    return <RecordProblem noun={noun} error={error} known={record.data !== undefined} onRetry={retry} back={back} />
  }
  if (!record.data || !fields.data) return <RecordSkeleton />
  return (
    <>
      <h1 dir="auto" className="mb-4 text-title font-semibold wrap-anywhere">
        {record.data.name}
      </h1>
      <RecordFacts record={record.data} fields={fields.data} today={today} />
      <RecordTasks record={{ id, type: object, title: record.data.name }} />
    </>
  )
}
