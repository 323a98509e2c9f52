import { ArrowUpRight } from 'lucide-react'
import Link from 'next/link'
import { useId } from 'react'
import type { Noun } from '@/components/board/nouns'
import { isMissing } from '@/components/shell/refusal-words'
import { useTimeZone, useWorkspace } from '@/components/shell/workspace'
import { useDay } from '@/components/task/use-day'
import { Button } from '@/components/ui/button'
import { HintLayer } from '@/components/ui/hint-layer'
import { SidePanel } from '@/components/ui/side-panel'
import { State } from '@/components/ui/state'
import { DealFacts, type NamedStage } from './deal-facts'
import { recordHref } from './record-href'
import { RecordProblem } from './record-problem'
import { RecordSkeleton } from './record-skeleton'
import { RecordTasks } from './record-tasks'
import { useDeal } from './use-record'

type RecordDrawerProps = {
  id: string
  /** The board that it is opened beside. */
  boardId: string
  noun: Noun
  /** The board's stages; undefined while they are read. */
  stages: readonly NamedStage[] | undefined
  onClose: () => void
}

/** A record beside its board; the whole page where there is no room for both. It takes the focus when it opens. */
export function RecordDrawer({ id, boardId, noun, stages, onClose }: RecordDrawerProps) {
  const titleId = useId()
  return (
    <SidePanel titleId={titleId} of={id} noun={noun.one} back="Back to the board" width={520} onClose={onClose}>
      <HintLayer className="flex grow flex-col">
        <Shown key={id} {...{ id, boardId, noun, stages, onClose, titleId }} />
      </HintLayer>
    </SidePanel>
  )
}

function Shown({ id, boardId, noun, stages, onClose, titleId }: RecordDrawerProps & { titleId: string }) {
  const { slug } = useWorkspace()
  const today = useDay(useTimeZone())
  const { data: deal, error, refetch } = useDeal(slug, id)
  if (error && (!deal || isMissing(error))) {
    const back = <Button onClick={onClose}>Back to the board</Button>
    return (
      <div id={titleId} className="contents">
        <RecordProblem
          noun={noun.one}
          error={error}
          known={deal !== undefined}
          onRetry={() => void refetch()}
          back={back}
        />
      </div>
    )
  }
  if (!deal) {
    return (
      <div id={titleId} className="contents">
        <RecordSkeleton />
      </div>
    )
  }
  if (deal.pipeline_id !== boardId) return <Elsewhere deal={deal} noun={noun} titleId={titleId} />
  return (
    <>
      <h2 id={titleId} dir="auto" className="mb-4 text-title font-semibold wrap-anywhere">
        {deal.name}
      </h2>
      <DealFacts deal={deal} stages={stages} today={today} />
      <RecordTasks record={{ id: deal.id, type: deal.object, title: deal.name }} />
    </>
  )
}

type ElsewhereProps = { deal: { id: string; object: string; pipeline_id: string }; noun: Noun; titleId: string }

function Elsewhere({ deal, noun, titleId }: ElsewhereProps) {
  const { slug } = useWorkspace()
  return (
    <div id={titleId} className="contents">
      <State
        icon={ArrowUpRight}
        title={`This ${noun.one} is on another board`}
        action={
          <Link
            href={recordHref(slug, { ...deal, type: deal.object })}
            className="font-medium text-accent hover:underline"
          >
            Open it there
          </Link>
        }
      />
    </div>
  )
}
