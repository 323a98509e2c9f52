import { isTimeZone } from '@/lib/domain/time-zone'
import { RequestRefusal } from './request-refusal'

/** The time zone that a request names in X-Timezone; null when it names none. Refuses what IANA does not know. */
export function askedZone(headers: Headers): string | null {
  const zone = headers.get('x-timezone')
  if (zone === null || isTimeZone(zone)) return zone
  throw new RequestRefusal('invalid', 'The X-Timezone header must name an IANA time zone, like Europe/Paris')
}
