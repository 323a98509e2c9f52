import { useWorkspace } from '@/components/shell/workspace'
import type { Flow } from './flow'
import { scheduleInWords } from './schedule-words'

/** When a flow runs, in words and by the clock of the workspace; `all` tells of every next run. */
export function FlowSchedule({ flow, all = false }: { flow: Flow; all?: boolean }) {
  const { workspaceTimeZone: zone } = useWorkspace()
  if (!flow.schedule) return <span className="text-muted">By hand</span>
  const next = flow.status === 'active' ? (flow.nextRuns ?? []).slice(0, all ? 5 : 1) : []
  return (
    <>
      <span className="block">{scheduleInWords(flow.schedule)}</span>
      <span className="block text-meta text-muted">
        {flow.status !== 'active' && 'Not while it is paused. '}
        {next.length > 0 && `Next: ${next.map((at) => momentIn(at, zone)).join('; ')}. `}
        {zone.replaceAll('_', ' ')}
      </span>
    </>
  )
}

const momentIn = (at: string, timeZone: string) =>
  new Intl.DateTimeFormat(undefined, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    timeZone,
  }).format(new Date(at))
