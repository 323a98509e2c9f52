import { isTimeZone } from '@/lib/domain/time-zone'
import { RequestRefusal } from './request-refusal'

/**
 * The time zone that a request names in X-Timezone, or in its query where it may stand there; null when it names none.
 * Refuses what IANA does not know.
 */
export function askedZone(headers: Headers, query: URLSearchParams | null): string | null {
  const zone = headers.get('x-timezone') ?? query?.get('timezone') ?? null
  if (zone === null || isTimeZone(zone)) return zone
  throw new RequestRefusal('invalid', 'The X-Timezone header must name an IANA time zone, like Europe/Paris')
}
