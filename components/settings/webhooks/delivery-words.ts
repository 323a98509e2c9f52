import { formatAhead } from '@/components/ui/moment'
import type { Delivery } from './webhook'

type Attempt = Delivery['attempts'][number]

/** The log keeps no more attempts than these. */
const kept = 20

/** What became of one attempt: `Answered 503`, or why there was no answer. */
export function attemptInWords({ status_code, error, response }: Attempt): string {
  if (status_code !== null) return `Answered ${status_code}`
  return error ?? response ?? 'There was no answer.'
}

/** What became of a delivery so far, and what comes next. */
export function outcomeInWords(delivery: Pick<Delivery, 'status' | 'attempts' | 'next_attempt_at'>, now: Date): string {
  const { status, attempts, next_attempt_at: next } = delivery
  const last = attempts.at(-1)
  const said = last ? sentence(attemptInWords(last)) : ''
  if (status !== 'pending') return said
  const ahead = next && new Date(next).getTime() > now.getTime()
  const then = ahead ? `Next attempt ${formatAhead(new Date(next), now)}.` : 'To be sent now.'
  return said ? `${said} ${then}` : then
}

/** How often it was tried: `1 attempt`. What ended without being sent is none. */
export function attemptsInWords(attempts: readonly Attempt[]): string {
  const tried = attempts.filter(({ milliseconds }) => milliseconds !== null).length
  if (tried === 0) return 'No attempt'
  return `${tried}${attempts.length >= kept ? ' or more' : ''} ${tried === 1 ? 'attempt' : 'attempts'}`
}

const sentence = (words: string): string => (/[.!?]$/.test(words) ? words : `${words}.`)
