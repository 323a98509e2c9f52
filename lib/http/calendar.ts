import ical, { ICalEventBusyStatus, ICalEventTransparency } from 'ical-generator'
import type { Calendar, CalendarEntry } from '@/lib/domain/calendar/read'
import type { TaskAction } from '@/lib/domain/task/task'

const halfAnHour = 30 * 60_000

const actions: Record<TaskAction, string> = {
  call: 'Call',
  email: 'E-mail',
  meeting: 'Meeting',
  linkedin_message: 'LinkedIn message',
  whatsapp_message: 'WhatsApp message',
}

/**
 * A calendar as iCalendar (RFC 5545): what is due at a time takes half an hour from then, what is due on a day all of
 * it, and nothing makes anybody busy. Null: 404.
 * @param origin where people reach the app, for the links back
 */
export function calendarReply(calendar: Calendar | null, origin: string): Response {
  const headers = {
    'cache-control': 'private, no-store',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
  }
  if (!calendar) return new Response('There is no such calendar', { status: 404, headers })
  const { workspaceName, workspaceSlug, entries } = calendar
  const file = ical({ name: `Tasks in ${workspaceName}`, prodId: '//Throughline//Tasks//EN', ttl: 15 * 60 })
  for (const entry of entries) file.createEvent(eventOf(entry, `${origin}/${workspaceSlug}/tasks?task=${entry.taskId}`))
  return new Response(file.toString(), { headers: { ...headers, 'content-type': 'text/calendar; charset=utf-8' } })
}

function eventOf({ taskId, occurrence, title, actionType, dueAt, day, about, updatedAt }: CalendarEntry, url: string) {
  const facts = [actionType === null ? [] : actions[actionType], about, url].flat()
  const end = new Date(dueAt.getTime() + halfAnHour)
  return {
    id: occurrence === 0 ? taskId : `${taskId}-${occurrence}`,
    stamp: updatedAt,
    lastModified: updatedAt,
    summary: title,
    description: facts.join('\n'),
    url,
    busystatus: ICalEventBusyStatus.FREE,
    transparency: ICalEventTransparency.TRANSPARENT,
    ...(day === null ? { start: dueAt, end } : { start: new Date(day), allDay: true }),
  }
}
