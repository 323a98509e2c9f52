import { expect } from 'vitest'
import { z } from 'zod'
import type { Contract, Dialect } from '@/lib/contracts/contract'
import { type Answer, type Ask, type RunningApi, startApi } from './api-client'
import { collectContracts, findContract, guestOf, spokenIn } from './contract-registry'
import { openApiProblems } from './openapi-schemas'

/** The table of DECISIONS, "Errors, each in its contract's words": the codes that go with each status. */
const codes: Record<Dialect, Record<number, string[]>> = {
  kasar: {
    400: ['VALIDATION_ERROR'],
    401: ['UNAUTHORIZED'],
    403: ['FORBIDDEN'],
    404: ['RECORD_NOT_FOUND'],
    405: ['METHOD_NOT_ALLOWED'],
    409: ['CONFLICT'],
    412: ['STALE'],
    413: ['TOO_LARGE'],
    415: ['UNSUPPORTED_MEDIA_TYPE'],
    429: ['RATE_LIMITED'],
  },
  rex: {
    400: ['validation_error'],
    401: ['unauthorized'],
    403: ['forbidden'],
    404: ['not_found'],
    405: ['method_not_allowed'],
    409: ['conflict'],
    412: ['stale'],
    413: ['too_large'],
    415: ['unsupported_media_type'],
    429: ['rate_limit_exceeded'],
  },
  clarky: {
    400: ['bad_request'],
    401: ['unauthorized'],
    403: ['forbidden'],
    404: ['not_found'],
    405: ['method_not_allowed'],
    409: ['conflict'],
    412: ['stale'],
    413: ['too_large'],
    415: ['unsupported_media_type'],
    422: ['validation_error'],
    429: ['rate_limited'],
  },
  kaireon: {
    400: ['BAD_REQUEST'],
    401: ['UNAUTHORIZED'],
    403: ['FORBIDDEN'],
    404: ['NOT_FOUND'],
    405: ['METHOD_NOT_ALLOWED'],
    409: ['CONFLICT'],
    412: ['STALE'],
    413: ['TOO_LARGE'],
    415: ['UNSUPPORTED_MEDIA_TYPE'],
    429: ['RATE_LIMITED'],
  },
}

const words = { code: z.string().min(1), message: z.string().min(1) }
const missing = z.array(z.string()).min(1).optional()

const shapes: Record<Dialect, z.ZodType> = {
  kasar: z.strictObject({ error: z.literal(true), ...words, missing_fields: missing }),
  rex: z.strictObject({ error: z.strictObject({ ...words, missing_fields: missing }) }),
  clarky: z.strictObject({
    error: z.strictObject({
      ...words,
      details: z.strictObject({ field: z.string().min(1).optional(), missing_fields: missing }),
    }),
  }),
  kaireon: z.strictObject({ error: z.strictObject({ ...words, status: z.int() }) }),
}

/** What every contract's refusal says, wherever its words stand. */
export interface RefusalWords {
  status: number
  code: string
  message: string
  field?: string
  missingFields?: string[]
}

/** Reads a refusal, and holds it to the form, code and status that `dialect` has for it. */
export function refusalIn(answer: Answer, dialect: Dialect): RefusalWords {
  expect(shapes[dialect].safeParse(answer.body).error?.issues ?? [], `${dialect} refuses in: ${answer.text}`).toEqual(
    [],
  )
  const error = dialect === 'kasar' ? answer.body : answer.body.error
  expect(codes[dialect][answer.status], `${answer.status} ${answer.text}`).toContain(error.code)
  if (dialect === 'kaireon') expect(error.status).toBe(answer.status)
  const details = error.details ?? {}
  return {
    status: answer.status,
    code: error.code,
    message: error.message,
    field: details.field,
    missingFields: error.missing_fields ?? details.missing_fields,
  }
}

/**
 * The API on a real socket, which holds every reply to its contract: a success has the documented status and fits the
 * reply's schema with nothing beside it, a refusal has its contract's form, OpenAPI tells of either; nothing fails or
 * tells how we are built.
 */
export async function startContractApi(): Promise<RunningApi & { contracts: Contract[] }> {
  const [api, contracts] = await Promise.all([startApi(), collectContracts()])
  return {
    ...api,
    contracts,
    ask: async (method, target, ask = {}) => {
      const answer = await api.ask(method, target, ask)
      hold(contracts, method, target, ask, answer)
      return answer
    },
  }
}

function hold(contracts: Contract[], method: string, target: string, ask: Ask, answer: Answer): void {
  const where = `${method} ${target.slice(0, 200)} → ${answer.status} ${answer.text.slice(0, 2000)}`
  expect(answer.headers.get('x-request-id'), where).toMatch(/^[\w.:-]{1,128}$/)
  expect(answer.status, where).toBeLessThan(500)
  if (method === 'GET' || answer.status >= 300) expect(answer.headers.get('x-event-id'), where).toBeNull()
  expect(answer.text, where).not.toMatch(/\n\s+at |node_modules|\.ts:\d|Prisma|PostgreSQL/)
  const speaks = spokenIn(ask.headers ?? {}, ask.key)
  const found = findContract(contracts, method, target, speaks)
  if (!found) return
  const guest = guestOf(found, contracts)
  const contract = guest?.reply?.safeParse(answer.body).success ? guest : found
  if (!contract.refused) expect(openApiProblems(contract, answer), where).toEqual([])
  if (answer.status === 304) {
    expect([method, answer.text, contract.version !== null || contract.open], where).toEqual(['GET', '', true])
    return
  }
  if (answer.status >= 300) {
    refusalIn(answer, contract.dialect)
    return
  }
  expect(answer.status, where).toBe(
    answer.body?.action === 'created' ? (contract.madeStatus ?? contract.status) : contract.status,
  )
  if (contract.version && contract.reply) expect(answer.headers.get('etag'), where).toMatch(/^"[1-9]\d*-[\w-]{12}"$/)
  else if (!contract.open) expect(answer.headers.get('etag'), where).toBeNull()
  if (contract.streams === 'csv' && answer.headers.get('content-type') === 'text/csv; charset=utf-8') return
  if (!contract.reply) {
    expect(answer.text, where).toBe('')
    return
  }
  expect(answer.headers.get('content-type'), where).toMatch(/^application\/json\b/)
  const parsed = contract.reply.safeParse(answer.body)
  expect(parsed.error?.issues ?? [], where).toEqual([])
  // A schema drops what it does not declare: whatever is equal after it was declared.
  expect(parsed.data, where).toEqual(answer.body)
}
