import { z } from 'zod'
import type { MyProfile } from '@/lib/domain/member/my-profile'
import type { MyChange } from '@/lib/domain/member/update-my-profile'
import { type NotificationKind, notificationKinds } from '@/lib/domain/notification/notify'
import { contract } from '../contract'
import { idOut, noQuery } from '../schema'

const perKind = <Type extends z.ZodType>(type: Type) =>
  Object.fromEntries(notificationKinds.map((kind) => [kind, type])) as Record<NotificationKind, Type>

const me = z.object({
  id: idOut,
  name: z.string(),
  email: z.string(),
  role: z.enum(['viewer', 'editor', 'admin']),
  time_zone: z.string().nullable().describe('IANA; null: none of your own, so that the workspace’s holds'),
  notify_by_email: z.object(perKind(z.boolean())),
  sends_email: z.boolean().describe('Whether this installation sends e-mail at all'),
})

const mine = { dialect: 'kasar', path: '/me', ours: true, query: noQuery, reply: z.object({ data: me }) } as const

/** Ours: who the caller is in this workspace: of a key, whom it acts as. */
export const getMe = contract({ ...mine, method: 'GET', title: 'Get yourself' })

/** Ours: one's own settings are for everybody to change. The time zone goes with the person into every workspace. */
export const updateMe = contract({
  ...mine,
  method: 'PATCH',
  title: 'Change your settings',
  about:
    'The time zone is yours in every workspace: a key may change it only for who is in this one alone. By e-mail you are told in this workspace as you choose here.',
  role: 'viewer',
  body: z.strictObject({
    time_zone: z.string().max(100).nullable().optional().describe('IANA, like Europe/Paris; null: none of your own'),
    notify_by_email: z.strictObject(perKind(z.boolean().optional())).optional(),
  }),
})

/** A member as they see themselves. */
export const presentMe = (row: MyProfile): z.input<typeof me> => ({
  id: row.userId,
  name: row.name,
  email: row.email,
  role: row.role,
  time_zone: row.timeZone,
  notify_by_email: row.notifyByEmail,
  sends_email: row.sendsEmail,
})

/** What a member wants to be another, in the domain's words. */
export const readMyChange = (body: z.output<typeof updateMe.body>): MyChange => ({
  timeZone: body.time_zone,
  notifyByEmail: body.notify_by_email,
})
