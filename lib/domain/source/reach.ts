import type { Fetched } from '@/lib/net/fetch'
import { NoReply } from '@/lib/net/no-reply'
import { TargetRefused } from '@/lib/net/target'
import { SourceFailed } from './failed'

/** What a failure on the way to a host means for a run; any other error stays what it is. */
export function failureOf(error: unknown, host: string): unknown {
  if (error instanceof TargetRefused) return new SourceFailed(error.told)
  if (error instanceof NoReply) return new SourceFailed(`${host}: ${error.message}`, { temporary: error.temporary })
  return error
}

const longestWait = 86_400

/** What a status means that is no success. */
export function failureOfStatus({ status, headers, url: { hostname } }: Fetched): SourceFailed {
  const answers = `${hostname} answers ${status}`
  if (status === 401 || status === 403) return new SourceFailed(`${answers}: it refuses the secrets, or wants some`)
  if (status === 404 || status === 410) return new SourceFailed(`${answers}: there is nothing at this address`)
  if (status === 429) {
    return new SourceFailed(`${answers}: it asks to be left alone`, {
      temporary: true,
      retryAfter: secondsOf(headers['retry-after']),
    })
  }
  if (status === 408 || status === 425 || status >= 500) {
    return new SourceFailed(`${answers}: it is in trouble`, {
      temporary: true,
      retryAfter: secondsOf(headers['retry-after']),
    })
  }
  return new SourceFailed(answers)
}

/** Retry-After, RFC 9110: seconds, or when. */
function secondsOf(value: string | string[] | undefined): number | null {
  const text = String(value ?? '').trim()
  const seconds = /^\d{1,9}$/.test(text) ? Number(text) : Math.ceil((Date.parse(text) - Date.now()) / 1000)
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds, longestWait) : null
}

/** The headers by which a connector shows who it is. */
export function credentials({ token, username, password }: Record<string, string>): Record<string, string> {
  if (token) return { authorization: `Bearer ${token}` }
  if (!username && !password) return {}
  return { authorization: `Basic ${Buffer.from(`${username ?? ''}:${password ?? ''}`).toString('base64')}` }
}
