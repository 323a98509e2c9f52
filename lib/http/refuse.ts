import type { HttpRefusalKind, Profile, RefusalDetails } from '@/lib/contracts/contract'
import { Refusal } from '@/lib/domain/refusal'
import { RequestRefusal } from './request-refusal'

/** A reply before it becomes a Response: what idempotency stores and replays byte for byte. */
export interface Reply {
  status: number
  headers: Record<string, string>
  body: string | null
}

/**
 * The one way out for everything that goes wrong, in the words of the contract that answers.
 * What nobody foresaw is logged with the request's id and answered without a word of what it was.
 */
export function replyToError(error: unknown, profile: Profile, requestId: string): Reply {
  if (error instanceof RequestRefusal)
    return refusal(profile, error.kind, error.message, { field: error.field }, error.headers)
  if (error instanceof Refusal) {
    const { subject, missingFields } = error.details
    const field = error.details.field && spelt(error.details.field, profile)
    const message = subject
      ? `${profile.subjects[subject]} not found`
      : field && error.kind === 'invalid'
        ? `Field '${field}' ${error.message}`
        : error.message
    return refusal(profile, error.kind, message, { field, missingFields })
  }
  console.error(`request ${requestId} failed:`, error)
  return refusal(profile, 'internal', `Something went wrong on our side; quote request ${requestId}`, {})
}

/** A field in the contract's spelling; of a path, its first part: `links.0.id`. */
function spelt(field: string, { fields }: Profile): string {
  const [head = '', ...rest] = field.split('.')
  return fields[field] ?? [fields[head] ?? head, ...rest].join('.')
}

function refusal(
  profile: Profile,
  kind: HttpRefusalKind,
  message: string,
  details: Omit<RefusalDetails, 'status'>,
  headers: Record<string, string> = {},
): Reply {
  const { status, code } = profile.refusals[kind]
  return jsonReply(status, profile.errorBody(code, message, { ...details, status }), headers)
}

export const jsonReply = (status: number, body: unknown, headers: Record<string, string> = {}): Reply => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
  body: JSON.stringify(body),
})

/** Sends a reply; every one carries X-Request-Id, and may be kept by nobody on the way. `more` are further headers. */
export const toResponse = (reply: Reply, requestId: string, more: Record<string, string> = {}): Response =>
  new Response(reply.body, {
    status: reply.status,
    headers: { 'cache-control': 'no-store', ...reply.headers, ...more, 'x-request-id': requestId },
  })

const acceptable = /^[\w.:-]{1,128}$/

/** The caller's own request id when it is fit to be logged and echoed, else a new one. */
export function requestIdOf(headers: Headers, fresh: () => string): string {
  const given = headers.get('x-request-id')
  return given && acceptable.test(given) ? given : fresh()
}
