import { clsx } from 'clsx'
import { Circle, CircleDashed } from 'lucide-react'
import { useTimeZone } from '@/components/shell/workspace'
import { actionIcons } from '@/components/task/task-mark'
import type { Day } from '@/components/ui/day'
import type { Card } from './board'
import { nextStepWords } from './next-step-words'

/** Whether a card tells of a next step: of the one that it has, or, while it is open, that it has none. */
export function tellsNextStep(card: Card): boolean {
  return card.nextTask !== null || card.status === 'open' || card.status === 'stalled'
}

/** What is to be done next about a card, as an icon with its day. */
export function NextStep({ card, today }: { card: Card; today: Day }) {
  const zone = useTimeZone()
  const { nextTask } = card
  if (!nextTask) {
    return (
      <span className="inline-flex min-w-0 items-center gap-1" data-hint="Nothing is planned: add a task to it">
        <CircleDashed size={12} aria-hidden className="shrink-0" />
        <span className="truncate">No next step</span>
      </span>
    )
  }
  const Icon = nextTask.action ? actionIcons[nextTask.action] : Circle
  const { due, overdue, sentence } = nextStepWords(nextTask, { today, zone })
  return (
    <span className={clsx('inline-flex min-w-0 items-center gap-1', overdue && 'text-danger')} data-hint={sentence}>
      <Icon size={12} aria-hidden className="shrink-0" />
      <span aria-hidden className="truncate">
        {due}
      </span>
      <span className="sr-only">Next step: {sentence}</span>
    </span>
  )
}
