import { STATUS_CODES } from 'node:http'
import { z } from 'zod'
import type { Contract, HttpRefusalKind, Profile } from '../contract'
import { type JsonSchema, jsonSchemaOf, type NamedShapes } from './json-schema'
import { isCacheable, isRepeatable, type Reference } from './parameters'

interface Media {
  schema: JsonSchema
  example?: unknown
  examples?: Record<string, { summary: string; value: unknown }>
}

export interface ReplyObject {
  description: string
  headers?: Record<string, Reference>
  content?: Record<string, Media>
}

/** Headers of replies; all are ours. */
export const replyHeaders = {
  RequestId: {
    description: 'Names this request in our logs; your own X-Request-Id is kept when it is fit to be logged.',
    schema: { type: 'string' },
  },
  IdempotentReplayed: {
    description: '`true` when this is the stored reply to an earlier request with the same Idempotency-Key.',
    schema: { type: 'string', enum: ['true'] },
  },
  EventId: {
    description: 'The event that this change left, of several the first; missing where nothing changed.',
    schema: { type: 'string' },
  },
  ETag: { description: 'The version of what is shown, for If-Match and If-None-Match.', schema: { type: 'string' } },
  RateLimit: { description: 'How many requests a minute you may send.', schema: { type: 'integer' } },
  RateRemaining: { description: 'How many are left of them.', schema: { type: 'integer' } },
  RateReset: { description: 'When they are all back, in seconds since 1970.', schema: { type: 'integer' } },
  RetryAfter: { description: 'How many seconds to wait.', schema: { type: 'integer' } },
}

const header = (name: keyof typeof replyHeaders): Reference => ({ $ref: `#/components/headers/${name}` })
const everyReply = { 'X-Request-Id': header('RequestId') }
const rates = {
  'X-Ratelimit-Limit': header('RateLimit'),
  'X-Ratelimit-Remaining': header('RateRemaining'),
  'X-Ratelimit-Reset': header('RateReset'),
}

/** Which refusals an operation can meet, and what each means. Total: a kind that is not told of does not compile. */
const refusals: Record<HttpRefusalKind, { meets(contract: Contract): boolean; means: string; says: string }> = {
  malformed: {
    meets: ({ body, file }) => body !== null || file !== null,
    means: 'the body is not JSON in UTF-8, or a file breaks off',
    says: 'The body is not valid JSON in UTF-8',
  },
  unknown_parameter: {
    meets: () => true,
    means: 'a query parameter is not known; none is ever ignored',
    says: "Parameter 'limti' is not known here",
  },
  invalid: {
    meets: () => true,
    means: 'a field or parameter does not fit; the message names it',
    says: "Field 'name' must not be empty",
  },
  unauthorized: {
    meets: ({ open }) => !open,
    means: 'no valid key and no session',
    says: 'The API key is unknown, expired or revoked',
  },
  forbidden: {
    meets: ({ open }) => !open,
    means: 'the role, the scopes or the kind of key do not reach this far, or it is another workspace',
    says: 'This needs an API key with the write scope',
  },
  not_found: {
    meets: (contract) => contract.path.includes('{') || contract.streams === 'events' || namesItsId(contract),
    means: 'there is nothing by that id in this workspace',
    says: 'Not found',
  },
  // Of a path, not of an operation: every other method there is refused so.
  method_not_allowed: { meets: () => false, means: '', says: '' },
  conflict: {
    meets: ({ method }) => method !== 'GET',
    means: 'it collides with what is there, or the Idempotency-Key was used for another request',
    says: 'The Idempotency-Key was used for another request',
  },
  stale: {
    meets: ({ version }) => version === 'checked',
    means: 'it has changed since the version in If-Match',
    says: 'It has changed since you read it',
  },
  too_large: {
    meets: ({ body, file }) => body !== null || file !== null,
    means: 'the body is too large',
    says: 'The body may hold at most 1 MiB',
  },
  unsupported_media_type: {
    meets: ({ body, file }) => body !== null || file !== null,
    means: 'the body is not sent as JSON, or a file not as what is taken',
    says: 'Send the body as Content-Type: application/json',
  },
  rate_limited: {
    meets: ({ open }) => !open,
    means: 'too many requests; `Retry-After` says how long to wait',
    says: 'Too many requests: try again later',
  },
  internal: {
    meets: () => true,
    means: 'a fault of ours, with the id to quote',
    says: 'Something went wrong on our side; quote request 0198c2e4-6b1f-7c55-9a0e-3f8f6f3f2d10',
  },
}

// Where the path has no place for it, the id of what is meant stands in the query or the body.
const namesItsId = ({ query, body }: Contract): boolean =>
  'id' in query.shape || (body instanceof z.ZodObject && 'id' in body.shape)

const kinds = Object.keys(refusals) as HttpRefusalKind[]

/** The name of a status among the components: `NotFound`. */
const nameOf = (status: number): string => (STATUS_CODES[status] ?? `Status ${status}`).replace(/[^A-Za-z]/g, '')

/** The refusals of a contract, one component for each status that it has. */
export function refusalReplies(profile: Profile, shapes: NamedShapes): Record<string, ReplyObject> {
  const schema = jsonSchemaOf(profile.error, 'output', shapes)
  const statuses = [...new Set(kinds.filter(occurs).map((kind) => profile.refusals[kind].status))].sort((a, b) => a - b)
  return Object.fromEntries(
    statuses.map((status) => {
      const here = kinds.filter((kind) => occurs(kind) && profile.refusals[kind].status === status)
      const examples = here.map((kind) => [kind, { summary: refusals[kind].means, value: exampleOf(profile, kind) }])
      const codes = [...new Set(here.map((kind) => profile.refusals[kind].code))]
      const description = codes.map((code) => `\`${code}\`: ${meaningOf(profile, code, here)}.`).join('\n\n')
      const content = { 'application/json': { schema, examples: Object.fromEntries(examples) } }
      const headers = here.includes('rate_limited') && { ...rates, 'Retry-After': header('RetryAfter') }
      return [nameOf(status), { description, ...(headers && { headers }), content }]
    }),
  )
}

const occurs = (kind: HttpRefusalKind): boolean => refusals[kind].means !== ''

const meaningOf = (profile: Profile, code: string, here: HttpRefusalKind[]): string =>
  here.flatMap((kind) => (profile.refusals[kind].code === code ? [refusals[kind].means] : [])).join('; or ')

function exampleOf(profile: Profile, kind: HttpRefusalKind): object {
  const { status, code } = profile.refusals[kind]
  const field = kind === 'invalid' ? 'name' : kind === 'unknown_parameter' ? 'limti' : undefined
  return profile.errorBody(code, refusals[kind].says, { status, field })
}

/** What an operation answers, by status: the documented reply first. */
export function repliesOf(
  contract: Contract,
  profile: Profile,
  shapes: NamedShapes,
): Record<string, ReplyObject | Reference> {
  const met = kinds.filter((kind) => refusals[kind].meets(contract)).map((kind) => profile.refusals[kind].status)
  const refused = [...new Set(met)]
    .sort((a, b) => a - b)
    .map((status) => [status, { $ref: `#/components/responses/${nameOf(status)}` }])
  const success: ReplyObject = {
    description: successes[contract.status],
    headers: headersOf(contract),
    ...(contract.reply && {
      content: {
        'application/json': { schema: jsonSchemaOf(contract.reply, 'output', shapes), ...exampleIn(contract) },
      },
    }),
  }
  const unchanged = isCacheable(contract) && { 304: { description: 'You have it already' } }
  const made = contract.madeStatus && {
    [contract.madeStatus]: { ...success, description: successes[contract.madeStatus] },
  }
  if (!contract.streams) return { [contract.status]: success, ...made, ...unchanged, ...Object.fromEntries(refused) }
  return { 200: { headers: headersOf(contract), ...streamed[contract.streams] }, ...Object.fromEntries(refused) }
}

const headersOf = (contract: Contract): Record<string, Reference> => ({
  ...everyReply,
  ...(!contract.open && rates),
  ...(((contract.version && contract.reply) || contract.open) && { ETag: header('ETag') }),
  ...(contract.method !== 'GET' && { 'X-Event-Id': header('EventId') }),
  ...(isRepeatable(contract) && { 'Idempotent-Replayed': header('IdempotentReplayed') }),
})

const successes = { 200: 'Done', 201: 'Created', 204: 'Done; there is no body' }
const streamed = {
  events: {
    description: 'A stream of server-sent events',
    content: { 'text/event-stream': { schema: { type: 'string' } } },
  },
  csv: { description: 'A file of CSV', content: { 'text/csv': { schema: { type: 'string' } } } },
}

const exampleIn = ({ example }: Contract) => (example.reply === undefined ? {} : { example: example.reply })
