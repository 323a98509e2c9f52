'use client'
import { clsx } from 'clsx'
import Link from 'next/link'
import { useWorkspace } from '@/components/shell/workspace'
import { Ago } from '@/components/ui/ago'
import { HintLayer } from '@/components/ui/hint-layer'
import { useNow } from '@/components/ui/use-now'
import type { Flow } from './flow'
import { FlowButtons } from './flow-buttons'
import { FlowSchedule } from './flow-schedule'
import { FlowStatus } from './flow-status'
import { RunSparkline } from './run-sparkline'
import { RunStatus } from './run-status'
import { outcomeInWords } from './run-words'

/** Flows: in columns where there is room for them, else in a few lines each. */
export function FlowList({ flows }: { flows: readonly Flow[] }) {
  const now = useNow(30_000)
  return (
    <HintLayer className="@container">
      <table className="w-full table-fixed text-left text-dense">
        <caption className="sr-only">Flows, oldest first</caption>
        <thead className="hidden text-meta text-muted @3xl:table-header-group">
          <tr className="border-b">
            <Head>Flow</Head>
            <Head className="w-[24%]">Schedule</Head>
            <Head className="w-[26%]">Last run</Head>
            <Head className="w-[12.5rem]">
              <span className="sr-only">Actions</span>
            </Head>
          </tr>
        </thead>
        <tbody>
          {flows.map((flow) => (
            <Row key={flow.id} flow={flow} now={now} />
          ))}
        </tbody>
      </table>
    </HintLayer>
  )
}

function Head({ className, ...cell }: React.ComponentProps<'th'>) {
  return <th scope="col" {...cell} className={clsx('h-8 pr-4 font-normal', className)} />
}

function Row({ flow, now }: { flow: Flow; now: Date }) {
  const { slug } = useWorkspace()
  return (
    <tr className="border-b hover:bg-hover">
      <th scope="row" className="py-2.5 pr-4 text-left align-top font-normal">
        <Link href={`/${slug}/flows/${flow.id}`} className="font-medium wrap-anywhere hover:underline">
          <span dir="auto" className="line-clamp-2">
            {flow.name}
          </span>
        </Link>
        <span className="mt-0.5 flex flex-wrap items-center gap-x-3 text-meta text-muted">
          <FlowStatus flow={flow} />
          <span className="line-clamp-2 wrap-anywhere">
            {flow.connector.name} → {flow.schema.displayName}
          </span>
        </span>
        <div className="mt-2 flex flex-col gap-2 text-meta @3xl:hidden">
          <div>
            <FlowSchedule flow={flow} />
          </div>
          <LastRun flow={flow} now={now} />
          <FlowButtons flow={flow} />
        </div>
      </th>
      <td className="hidden py-2.5 pr-4 align-top @3xl:table-cell">
        <FlowSchedule flow={flow} />
      </td>
      <td className="hidden py-2.5 pr-4 align-top @3xl:table-cell">
        <LastRun flow={flow} now={now} />
      </td>
      <td className="hidden py-2 align-top @3xl:table-cell">
        <FlowButtons flow={flow} />
      </td>
    </tr>
  )
}

function LastRun({ flow, now }: { flow: Flow; now: Date }) {
  const { slug } = useWorkspace()
  const run = flow.lastRun
  if (!run) return <span className="text-muted">Never run yet</span>
  return (
    <div className="flex items-start gap-3">
      <div className="min-w-0 grow">
        <Link href={`/${slug}/flows/${flow.id}/runs/${run.id}`} className="inline-block hover:underline">
          <RunStatus run={run} />
        </Link>
        <span className="line-clamp-2 text-meta wrap-anywhere text-muted">
          <Ago at={run.completedAt ?? run.createdAt} now={now} />. {outcomeInWords(run)}
        </span>
      </div>
      <RunSparkline flowId={flow.id} />
    </div>
  )
}
