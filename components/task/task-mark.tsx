import { clsx } from 'clsx'
import { Mail, MessageCircle, MessageSquareText, Phone, Repeat, Users } from 'lucide-react'
import { repeatWords } from './repeat'
import { type ActionType, actionWords, type Priority, priorityWords, type Task } from './task'

export const actionIcons = {
  call: Phone,
  email: Mail,
  meeting: Users,
  linkedin_message: MessageSquareText,
  whatsapp_message: MessageCircle,
}

/** What is to be done, as a small mark that says so. */
export function ActionMark({ type, className }: { type: ActionType; className?: string }) {
  const Icon = actionIcons[type]
  return (
    <span role="img" aria-label={actionWords[type]} data-hint={actionWords[type]} className={className}>
      <Icon size={14} aria-hidden />
    </span>
  )
}

type RepeatMarkProps = { task: Pick<Task, 'recurrence' | 'due_date'>; zone: string; className?: string }

/** That a task comes again, and how often. */
export function RepeatMark({ task: { recurrence, due_date }, zone, className }: RepeatMarkProps) {
  if (recurrence === null || due_date === null) return null
  const words = repeatWords(recurrence, new Date(due_date), zone)
  return (
    <span role="img" aria-label={words} data-hint={words} className={className}>
      <Repeat size={12} aria-hidden />
    </span>
  )
}

const filled: Record<Priority, number> = { low: 1, medium: 2, high: 3 }

/** How pressing a task is: one, two or three bars; what is high stands out by its colour as well. */
export function PriorityMark({ priority, className }: { priority: Priority; className?: string }) {
  return (
    <span
      role="img"
      aria-label={priorityWords[priority]}
      data-hint={priorityWords[priority]}
      className={clsx(priority === 'high' ? 'text-warning' : 'text-muted', className)}
    >
      <svg width="14" height="14" viewBox="0 0 14 14" fill="currentColor" aria-hidden="true">
        {[0, 1, 2].map((bar) => (
          <rect
            key={bar}
            x={1.5 + bar * 4}
            y={8 - bar * 3}
            width="3"
            height={4 + bar * 3}
            rx="1"
            opacity={bar < filled[priority] ? 1 : 0.28}
          />
        ))}
      </svg>
    </span>
  )
}
