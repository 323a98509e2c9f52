import { clsx } from 'clsx'
import { Mail, MessageCircle, MessageSquareText, Phone, Users } from 'lucide-react'
import { type ActionType, actionWords, type Priority, priorityWords } from './task'

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
