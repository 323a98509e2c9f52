import { installationLimit, usualLimit } from '@/lib/domain/rate-limit/limit'
import { type Allowance, openCounter } from '@/lib/domain/rate-limit/spend'
import type { Caller } from './identify'
import { RequestRefusal } from './request-refusal'

const spend = openCounter()

/** What the callers of requests under way were told; a request that two contracts look at is charged once. */
const told = new WeakMap<Request, Record<string, string>>()

/** Charges a request to its caller: to the key, or to the user of a session. Refuses (429) one over the limit. */
export async function charge(request: Request, caller: Caller): Promise<void> {
  if (told.has(request)) return
  const { userId, apiKeyId } = caller.actor
  const allowance = await spend(apiKeyId ?? userId, limitOf(caller))
  told.set(request, headersOf(allowance))
  if (allowance.granted) return
  const seconds = Math.max(1, Math.ceil((allowance.resetAt - Date.now()) / 1000))
  const message = `The limit of ${allowance.limit} requests a minute is reached: try again in ${seconds} s`
  throw new RequestRefusal('rate_limited', message, undefined, { 'retry-after': String(seconds) })
}

/** The headers that tell a caller its limit, as GitHub has them; none before the request is charged. */
export const rateHeaders = (request: Request): Record<string, string> => told.get(request) ?? {}

function headersOf({ limit, remaining, resetAt }: Allowance): Record<string, string> {
  return {
    'x-ratelimit-limit': String(limit),
    'x-ratelimit-remaining': String(remaining),
    'x-ratelimit-reset': String(resetAt / 1000),
  }
}

// A limit meant for programs must not stop people, whose boards ask often.
function limitOf({ actor, rateLimit }: Caller): number {
  return actor.apiKeyId ? (rateLimit ?? installationLimit()) : Math.max(installationLimit(), usualLimit)
}
