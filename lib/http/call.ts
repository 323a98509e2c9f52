import type { z } from 'zod'
import type { Contract } from '@/lib/contracts/contract'
import { fillPath, type ParamNames } from './path'

/** The API said no, or could not be reached (status 0). `message` is fit to be shown. */
export class CallError extends Error {
  override name = 'CallError'

  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly missingFields: string[] = [],
  ) {
    super(message)
  }
}

interface Sent<C extends Contract> {
  /** The workspace's slug or id. */
  workspace: string
  params: Record<ParamNames<C['path']>, string>
  query: { [Name in keyof z.input<C['query']>]?: string | number | string[] }
  body: C['body'] extends z.ZodType ? z.input<C['body']> : never
  /** A retry with the same key has no second effect. */
  idempotencyKey: string
  signal: AbortSignal
  /** Names the contract that is to answer, where several define the address. */
  dialect: C['dialect']
  /** The IANA time zone of the day that is meant; otherwise the user's own, or the workspace's. */
  timeZone: string
}

type Needed<C extends Contract> = 'workspace' | (ParamNames<C['path']> extends never ? never : 'params')

/** What an operation is sent. */
export type Call<C extends Contract> = Pick<Sent<C>, Needed<C>> & Partial<Omit<Sent<C>, Needed<C>>>

/** What an operation replies. */
export type ReplyOf<C extends Contract> = C['reply'] extends z.ZodType ? z.output<C['reply']> : null

/**
 * The browser's twin of `endpoint`: calls an operation as the signed-in user. Typed by the contract, whose method and
 * path it repeats, so that no schema has to travel to the browser: `call<typeof moveDeal>('POST', '/deals/{id}/stage', …)`.
 * @throws CallError when the API refuses or cannot be reached
 */
export async function call<C extends Contract>(
  method: C['method'],
  path: C['path'],
  sent: Call<C>,
): Promise<ReplyOf<C>> {
  return (await callForEvent<C>(method, path, sent)).reply
}

/** The same, with the event that a change left, by which it is undone; null where nothing changed. */
export async function callForEvent<C extends Contract>(
  method: C['method'],
  path: C['path'],
  sent: Call<C>,
): Promise<{ reply: ReplyOf<C>; eventId: string | null }> {
  const { workspace, params, query, body, idempotencyKey, signal, timeZone, dialect } = sent as Pick<
    Sent<C>,
    'workspace'
  > &
    Partial<Sent<C>>
  const reply = await fetch(fillPath(path, params ?? {}) + search(query ?? {}), {
    method,
    signal,
    headers: {
      'x-tenant-id': workspace,
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
      ...(timeZone !== undefined && { 'x-timezone': timeZone }),
      ...(dialect !== undefined && { 'x-api-contract': dialect }),
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  }).catch((error: unknown) => {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw new CallError(0, 'unreachable', 'The server cannot be reached')
  })
  const text = await reply.text()
  if (!reply.ok) throw refusalIn(reply.status, text)
  return { reply: text === '' ? null : JSON.parse(text), eventId: reply.headers.get('x-event-id') }
}

function search(query: Record<string, string | number | string[] | undefined>): string {
  const given = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    for (const each of Array.isArray(value) ? value : [value]) if (each !== undefined) given.append(name, String(each))
  }
  return given.size > 0 ? `?${given}` : ''
}

interface Refused {
  code?: string
  message?: string
  missing_fields?: string[]
  details?: { missing_fields?: string[] }
}

// Every contract's error is read: Kasar's own, and the `error` object of the others.
function refusalIn(status: number, text: string): CallError {
  try {
    const body: Refused & { error?: Refused | true } = JSON.parse(text)
    const error = typeof body.error === 'object' ? body.error : body
    const missing = error.missing_fields ?? error.details?.missing_fields
    return new CallError(status, error.code ?? 'unknown', error.message ?? 'The request was refused', missing)
  } catch {
    return new CallError(status, 'unknown', 'The server gave an answer that is not understood')
  }
}
