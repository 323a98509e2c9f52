'use client'
import { Workflow } from 'lucide-react'
import { CouldNotLoad } from '@/components/shell/could-not-load'
import { stuckReason, useWorkspace } from '@/components/shell/workspace'
import { Button } from '@/components/ui/button'
import { ListSkeleton } from '@/components/ui/list-skeleton'
import { State } from '@/components/ui/state'
import { FlowFrame } from './flow-frame'
import { FlowList } from './flow-list'
import { ImportLink } from './import-link'
import { useFlows } from './use-flows'

/** The flows of the workspace: what brings records in, how it stands, and what it did last. */
export function FlowsPage() {
  const { role } = useWorkspace()
  const query = useFlows()
  const flows = query.data?.pages.flatMap(({ data }) => data)
  return (
    <FlowFrame title="Flows" action={<ImportLink kind="primary" size="small" />}>
      {flows ? (
        flows.length > 0 ? (
          <FlowList flows={flows} />
        ) : (
          <State
            icon={Workflow}
            title="Nothing flows in yet"
            action={stuckReason(role) ? undefined : <ImportLink kind="plain" size="medium" />}
          >
            A flow brings records in from a file or another system. Importing a CSV file makes the first one.
          </State>
        )
      ) : query.error ? (
        <CouldNotLoad
          what="The flows"
          safe="They go on working."
          error={query.error}
          onRetry={() => void query.refetch()}
        />
      ) : (
        <ListSkeleton of="the flows" />
      )}
      {query.hasNextPage && (
        <Button className="self-center" busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          Show more
        </Button>
      )}
    </FlowFrame>
  )
}
