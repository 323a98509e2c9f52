import { z } from 'zod'
import type { NotificationRow } from '@/lib/domain/notification/list'
import { contract } from '../contract'
import { cursor } from '../cursor'
import { flag, idOut, instantOut, noQuery, wholeNumber } from '../schema'

const notification = z.object({
  id: idOut,
  type: z.enum(['task_assigned', 'task_completed']),
  task: z.object({ id: idOut, title: z.string() }),
  /** Whose doing it was; null where nobody's. */
  actor: z.object({ id: idOut, name: z.string() }).nullable(),
  read_at: instantOut.nullable(),
  created_at: instantOut,
})

/** Ours, for the notifications that Kasar Tasks speaks of: the caller's own, newest first. */
export const listNotifications = contract({
  dialect: 'kasar',
  method: 'GET',
  path: '/notifications',
  title: 'List notifications',
  ours: true,
  query: z.strictObject({
    unread: flag.default(false),
    cursor: cursor.optional(),
    limit: wholeNumber(1, 100).default(20),
  }),
  reply: z.object({ data: z.array(notification), unread: z.int(), nextCursor: z.string().nullable() }),
})

/** Ours: marks one as read; doing it twice changes nothing. Whoever may read may do this. */
export const readNotification = contract({
  dialect: 'kasar',
  method: 'PUT',
  path: '/notifications/{id}/read',
  title: 'Mark a notification as read',
  ours: true,
  role: 'viewer',
  query: noQuery,
})

/** Ours: marks all of the caller's as read, and says how many were not. */
export const readAllNotifications = contract({
  dialect: 'kasar',
  method: 'PUT',
  path: '/notifications/read',
  title: 'Mark all notifications as read',
  ours: true,
  role: 'viewer',
  query: noQuery,
  reply: z.object({ read: z.int() }),
})

/** What a member was told, in Kasar's style. */
export const presentNotification = (row: NotificationRow): z.input<typeof notification> => ({
  id: row.id,
  type: row.kind,
  task: { id: row.taskId, title: row.taskTitle },
  actor: row.actorId === null ? null : { id: row.actorId, name: row.actorName ?? '' },
  read_at: row.readAt?.toISOString() ?? null,
  created_at: row.createdAt.toISOString(),
})
