import { CalendarClock, CircleCheck, CircleUser, Flag, Trash2, X } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { Tooltip } from '@/components/ui/tooltip'
import type { ActMenuFor } from './act-menu'

type BulkBarProps = {
  count: number
  /** All that are selected are done already. */
  done: boolean
  stuck: string | null
  onComplete: () => void
  onMenu: (kind: ActMenuFor['kind'], button: HTMLElement) => void
  onDelete: () => void
  onLetGo: () => void
}

/** What can be done with all selected tasks at once. */
export function BulkBar({ count, done, stuck, onComplete, onMenu, onDelete, onLetGo }: BulkBarProps) {
  const actions = [
    { name: done ? 'Open again' : 'Complete', keys: 'e', icon: CircleCheck, act: onComplete },
    { name: 'Snooze', keys: 's', icon: CalendarClock, act: (at: HTMLElement) => onMenu('snooze', at) },
    { name: 'Priority', keys: 'p', icon: Flag, act: (at: HTMLElement) => onMenu('priority', at) },
    { name: 'Assign', keys: 'a', icon: CircleUser, act: (at: HTMLElement) => onMenu('assign', at) },
    { name: 'Delete', keys: 'Delete', icon: Trash2, act: onDelete },
  ]
  return (
    <div
      role="toolbar"
      aria-label="Selected tasks"
      className="flex shrink-0 items-center gap-0.5 overflow-x-auto border-t bg-raised px-2 py-1 text-dense animate-rise desk:px-3"
    >
      <span role="status" className="px-2 font-medium whitespace-nowrap figures">
        {new Intl.NumberFormat().format(count)} <span className="max-desk:sr-only">selected</span>
      </span>
      {actions.map(({ name, keys, icon: Icon, act }) => (
        <Tooltip key={name} text={stuck ?? name} keys={stuck ? undefined : keys} side="top">
          <Button
            kind="quiet"
            size="small"
            reason={stuck}
            aria-label={name}
            onClick={(event) => act(event.currentTarget)}
            className="pointer-coarse:h-11 pointer-coarse:px-3"
          >
            <Icon size={16} aria-hidden />
            <span className="max-desk:hidden">{name}</span>
          </Button>
        </Tooltip>
      ))}
      <Tooltip text="Let go of the selection" keys="Esc" side="top">
        <Button
          kind="quiet"
          size="icon"
          aria-label="Let go of the selection"
          onClick={onLetGo}
          className="ml-auto pointer-coarse:size-11"
        >
          <X size={16} aria-hidden />
        </Button>
      </Tooltip>
    </div>
  )
}
