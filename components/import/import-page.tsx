'use client'
import { FileX } from 'lucide-react'
import { useBoards } from '@/components/board/use-boards'
import { FlowFrame } from '@/components/flow/flow-frame'
import { CouldNotLoad } from '@/components/shell/could-not-load'
import { stuckReason, useWorkspace } from '@/components/shell/workspace'
import { Button } from '@/components/ui/button'
import { ListSkeleton } from '@/components/ui/list-skeleton'
import { State } from '@/components/ui/state'
import { beginning, likelyTarget } from './beginning'
import { CheckStep } from './check-step'
import { drawingOf } from './drawing'
import { FileStep } from './file-step'
import { MatchStep } from './match-step'
import type { ImportTarget } from './plan'
import { RunStep } from './run-step'
import { StepBar } from './step-bar'
import { useSample } from './use-file'
import { type Step, useImport } from './use-import'
import { usePlan } from './use-plan'
import { useStart } from './use-start'

/** Imports a file: choose it, say what its columns are, see what would happen, let it happen. */
export function ImportPage({ targets }: { targets: readonly ImportTarget[] }) {
  const { role } = useWorkspace()
  const stuck = stuckReason(role)
  return (
    <FlowFrame title="Import">
      {stuck ? (
        <State icon={FileX} title="Imports are for editors">
          {stuck}.
        </State>
      ) : (
        <Import targets={targets} />
      )}
    </FlowFrame>
  )
}

function Import({ targets }: { targets: readonly ImportTarget[] }) {
  const { slug } = useWorkspace()
  const at = useImport()
  const { step, connector, flow, run, go } = at
  const boards = useBoards(slug)
  const file = useSample(connector, targets[0]?.id)
  const sample = file.data
  const begin = (object: string) => {
    const target = targets.find(({ name }) => name === object) ?? targets[0]
    if (!sample || !target) throw new Error('there is nothing to begin with')
    return beginning(sample.columns, target, boards.data ?? [], at.board, navigator.language)
  }
  const isReady = sample !== undefined && !boards.isPending
  const [plan, change] = usePlan(connector, isReady ? sample.columns.map(({ name }) => name) : null, () =>
    begin(at.object ?? likelyTarget({ columns: sample?.columns ?? [] }, targets)),
  )
  const target = targets.find(({ name }) => name === plan?.object)
  const idOf = (name: string) => targets.find((each) => each.name === name)?.id
  const drawing =
    plan && target && drawingOf(plan, target, { contacts: idOf('contacts'), companies: idOf('companies') })
  const start = useStart(flow)
  const reachable: Step[] = [
    'file',
    ...(connector ? (['match', 'check'] as const) : []),
    ...(run ? (['run'] as const) : []),
  ]
  const body = () => {
    if (step === 'file' || !connector) {
      return (
        <FileStep
          connectorId={connector}
          onSent={(id) => go({ connector: id, step: 'match', flow: null, run: null })}
        />
      )
    }
    if (step === 'run' && flow && run) {
      return <RunStep flowId={flow} runId={run} board={plan?.board ?? null} onReplayed={(id) => go({ run: id })} />
    }
    if (file.error) {
      return (
        <CouldNotLoad
          what="The file"
          safe="Nothing was imported."
          error={file.error}
          onRetry={() => void file.refetch()}
        />
      )
    }
    if (!sample || !plan || !target || !drawing) return <ListSkeleton of="the file" />
    if (sample.columns.length === 0 || sample.rows.length === 0) {
      return (
        <State
          alert
          icon={FileX}
          title={sample.columns.length === 0 ? 'The file is empty' : 'The file has a header and no rows'}
          action={<Button onClick={() => go({ step: 'file' })}>Choose another file</Button>}
        >
          {sample.rejects[0]
            ? `Row ${sample.rejects[0].number}: ${sample.rejects[0].reason}.`
            : 'There is nothing to import.'}
        </State>
      )
    }
    if (step === 'check') {
      return (
        <CheckStep
          connectorId={connector}
          target={target}
          drawing={drawing}
          busy={start.isPending}
          error={start.error}
          onBack={() => go({ step: 'match' })}
          onRun={() =>
            start.mutate(
              { name: `Import of ${sample.name}`, connectorId: connector, schemaId: target.id, drawing },
              { onSuccess: ({ flowId, runId }) => go({ step: 'run', flow: flowId, run: runId }) },
            )
          }
        />
      )
    }
    return (
      <MatchStep
        sample={sample}
        targets={targets}
        plan={plan}
        onChange={change}
        onObject={(object) => change(begin(object))}
        onNext={() => go({ step: 'check' })}
      />
    )
  }
  return (
    <>
      <StepBar step={step} reachable={reachable} onGo={(to) => go({ step: to })} />
      {body()}
    </>
  )
}
