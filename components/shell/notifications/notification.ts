import type { z } from 'zod'
import type { listNotifications } from '@/lib/contracts/kasar/notification.contract'

/** One page of what a person was told. */
export type NotificationPage = z.output<typeof listNotifications.reply>
/** Something that a person was told. */
export type Notification = NotificationPage['data'][number]

/** A notification in words: who did it (null: nobody in particular), and what stands around the task's title. */
export type Told = { who: string | null; before: string; title: string; after: string }

const words: Record<Notification['type'], { by: string; alone: Pick<Told, 'before' | 'after'> }> = {
  task_assigned: { by: ' assigned you ', alone: { before: 'You were assigned ', after: '' } },
  task_completed: { by: ' completed ', alone: { before: '', after: ' was completed' } },
}

/** What a notification says. */
export function tell({ type, task: { title }, actor }: Pick<Notification, 'type' | 'task' | 'actor'>): Told {
  const { by, alone } = words[type]
  return actor ? { who: actor.name, before: by, title, after: '' } : { who: null, ...alone, title }
}

/** The same as one sentence. */
export function sentenceOf(notification: Pick<Notification, 'type' | 'task' | 'actor'>): string {
  const { who, before, title, after } = tell(notification)
  return `${who ?? ''}${before}“${title}”${after}`
}

/** How a number of unread notifications is shown where there is little room. */
export const shortCount = (unread: number): string => (unread > 99 ? '99+' : String(unread))
