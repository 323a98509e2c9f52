import { readCalendar } from '@/lib/domain/calendar/read'
import { calendarReply } from '@/lib/http/calendar'

/** A member's tasks as iCalendar, for whoever knows the address. */
export async function GET(request: Request): Promise<Response> {
  const [, secret] = /^\/calendar\/([\w-]{43})\.ics$/.exec(new URL(request.url).pathname) ?? []
  const calendar = secret === undefined ? null : await readCalendar(secret, new Date())
  // Behind a proxy the request tells an address of the inside.
  return calendarReply(calendar, new URL(process.env.NEXTAUTH_URL ?? request.url).origin)
}
