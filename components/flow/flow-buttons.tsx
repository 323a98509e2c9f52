'use client'
import { Pause, Play, RotateCw } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { toast } from 'sonner'
import { stuckReason, useWorkspace } from '@/components/shell/workspace'
import { Button } from '@/components/ui/button'
import type { Flow } from './flow'
import { useFlowActions } from './use-flows'

/** Runs a flow now, and stops or resumes its schedule. `follow` opens the run that was started. */
export function FlowButtons({ flow, follow = false }: { flow: Flow; follow?: boolean }) {
  const { slug, role } = useWorkspace()
  const router = useRouter()
  const open = (runId: string) => router.push(`/${slug}/flows/${flow.id}/runs/${runId}`)
  const { run, schedule } = useFlowActions(flow, (runId) => {
    if (follow) open(runId)
    else toast(`${flow.name} was started`, { action: { label: 'Follow it', onClick: () => open(runId) } })
  })
  const stuck = stuckReason(role)
  const broken = flow.problems.find(({ severity }) => severity === 'error')?.message ?? null
  return (
    <div className="flex gap-2">
      <Button
        kind={follow ? 'primary' : 'plain'}
        size={follow ? 'medium' : 'small'}
        reason={stuck ?? broken}
        busy={run.isPending}
        aria-label={`Run ${flow.name} now`}
        onClick={() => run.mutate()}
      >
        <RotateCw size={14} aria-hidden />
        Run now
      </Button>
      {flow.schedule &&
        (flow.status === 'active' ? (
          <Button
            size={follow ? 'medium' : 'small'}
            reason={stuck}
            busy={schedule.isPending}
            aria-label={`Pause ${flow.name}`}
            onClick={() => schedule.mutate('paused')}
          >
            <Pause size={14} aria-hidden />
            Pause
          </Button>
        ) : (
          <Button
            size={follow ? 'medium' : 'small'}
            reason={stuck}
            busy={schedule.isPending}
            aria-label={`Resume ${flow.name}`}
            onClick={() => schedule.mutate('active')}
          >
            <Play size={14} aria-hidden />
            Resume
          </Button>
        ))}
    </div>
  )
}
