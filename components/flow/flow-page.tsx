'use client'
import { SearchX } from 'lucide-react'
import Link from 'next/link'
import { CouldNotLoad } from '@/components/shell/could-not-load'
import { isMissing } from '@/components/shell/refusal-words'
import { useWorkspace } from '@/components/shell/workspace'
import { Fact, Facts } from '@/components/ui/facts'
import { ListSkeleton } from '@/components/ui/list-skeleton'
import { State } from '@/components/ui/state'
import { BackLink } from './back-link'
import type { Flow } from './flow'
import { FlowButtons } from './flow-buttons'
import { FlowFrame } from './flow-frame'
import { FlowSchedule } from './flow-schedule'
import { FlowStatus } from './flow-status'
import { inOrder, nodeInWords, nodeName } from './node-words'
import { RunList } from './run-list'
import { useFlow } from './use-flows'

/** One flow: when it runs, through which nodes rows go, and its runs. */
export function FlowPage({ id }: { id: string }) {
  const { slug } = useWorkspace()
  const flow = useFlow(id)
  const home = `/${slug}/flows`
  return (
    <FlowFrame title={flow.data?.name ?? 'Flow'}>
      <BackLink href={home} name="Flows" />
      {isMissing(flow.error) ? (
        <NotThere home={home} what="This flow" />
      ) : flow.data ? (
        <OneFlow flow={flow.data} />
      ) : flow.error ? (
        <CouldNotLoad
          what="The flow"
          safe="It goes on working."
          error={flow.error}
          onRetry={() => void flow.refetch()}
        />
      ) : (
        <ListSkeleton of="the flow" />
      )}
    </FlowFrame>
  )
}

export function NotThere({ home, what }: { home: string; what: string }) {
  return (
    <State
      icon={SearchX}
      title={`${what} is not there`}
      action={
        <Link href={home} className="font-medium text-accent underline underline-offset-2">
          See all flows
        </Link>
      }
    >
      It was deleted, or its address is mistyped.
    </State>
  )
}

function OneFlow({ flow }: { flow: Flow }) {
  return (
    <>
      <div className="flex flex-wrap items-start gap-x-6 gap-y-3">
        <div className="min-w-0 grow basis-72">
          <h2 dir="auto" className="text-title font-semibold wrap-anywhere">
            {flow.name}
          </h2>
          {flow.description && (
            <p dir="auto" className="mt-1 max-w-prose text-muted wrap-anywhere">
              {flow.description}
            </p>
          )}
        </div>
        <FlowButtons flow={flow} follow />
      </div>
      <Facts>
        <Fact name="Status">
          <FlowStatus flow={flow} />
        </Fact>
        <Fact name="Schedule">
          <FlowSchedule flow={flow} all />
        </Fact>
        <Fact name="From">{flow.connector.name}</Fact>
        <Fact name="Into">{flow.schema.displayName}</Fact>
        {flow.problems.length > 0 && (
          <Fact name="To be looked at">
            <ul className="flex flex-col gap-1">
              {flow.problems.map((problem) => (
                <li key={`${problem.nodeId} ${problem.field} ${problem.message}`}>
                  <span className={problem.severity === 'error' ? 'text-danger' : 'text-warning'}>
                    {problem.severity === 'error' ? 'Error' : 'Warning'}
                  </span>
                  : {problem.message}
                </li>
              ))}
            </ul>
          </Fact>
        )}
      </Facts>
      <section aria-labelledby="nodes" className="flex flex-col gap-2">
        <h2 id="nodes" className="text-body font-semibold">
          Nodes
        </h2>
        <Nodes flow={flow} />
      </section>
      <RunList flowId={flow.id} />
    </>
  )
}

function Nodes({ flow }: { flow: Flow }) {
  if (flow.nodes.length === 0) {
    return (
      <p className="border-t py-3 text-muted">It has none: fields of equal names go straight from source to target.</p>
    )
  }
  return (
    <ol className="border-t text-dense">
      {inOrder(flow.nodes, flow.edges).map((node) => (
        <li key={node.id} className="grid gap-x-4 border-b py-2 desk:grid-cols-[14rem_1fr]">
          <span dir="auto" className="wrap-anywhere">
            {nodeName(node)}
          </span>
          <span className="text-meta wrap-anywhere text-muted">{nodeInWords(node)}</span>
        </li>
      ))}
    </ol>
  )
}
