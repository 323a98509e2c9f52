/** How pressing a task is, the least first: they sort by this order. */
export const priorities = ['low', 'medium', 'high'] as const
export type Priority = (typeof priorities)[number]

/** What is to be done. */
export const taskActions = ['call', 'email', 'meeting', 'linkedin_message', 'whatsapp_message'] as const
export type TaskAction = (typeof taskActions)[number]

/** Something a member has to do. */
export interface TaskRow {
  id: string
  title: string
  dueAt: Date | null
  priority: Priority | null
  actionType: TaskAction | null
  /** An RRULE (RFC 5545) that begins with the due date. */
  recurrence: string | null
  /** What clocks were to show when they skipped it; see next-occurrence.ts. */
  dueLocal: string | null
  /** The task whose completion made this one; it may be gone. */
  followsId: string | null
  assignedToId: string | null
  createdById: string
  completedAt: Date | null
  completedById: string | null
  version: number
  createdAt: Date
  updatedAt: Date
}

/** A record that a task is about: its id and its object's name. */
export interface TaskLink {
  id: string
  object: string
}

/** What a caller may write of a task. Absent: left as it is; null clears. */
export interface TaskValues {
  title?: string
  dueAt?: Date | null
  priority?: Priority | null
  actionType?: TaskAction | null
  /** An RRULE (RFC 5545); null ends the series. */
  recurrence?: string | null
  assignedToId?: string | null
  /** Replaces the links that there are. */
  links?: TaskLink[]
}
