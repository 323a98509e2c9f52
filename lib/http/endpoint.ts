import { createHash } from 'node:crypto'
import type { z } from 'zod'
import type { Contract, Dialect, Profile } from '@/lib/contracts/contract'
import { profiles } from '@/lib/contracts/profiles'
import { openTransaction, readerFor, type Scope, type Tx } from '@/lib/db/transaction'
import { newId } from '@/lib/domain/id'
import { claimKey, type Idempotency, storeReply } from '@/lib/domain/idempotency/remember'
import { Refusal } from '@/lib/domain/refusal'
import { mebibyte, readJson } from './body'
import { type Caller, identify, refuseUnlessAllowed } from './identify'
import { refusalOf } from './issue'
import { type ParamNames, paramsOf } from './path'
import { jsonReply, type Reply, replyToError, requestIdOf, toResponse } from './refuse'
import { RequestRefusal } from './request-refusal'
import { isStorable, refuseBadText } from './text'
import { answerUnknownPath, callersDialect } from './unknown'

/** A request as a verb's reader sees it: everything checked against the contract. */
export interface Input<C extends Contract> {
  params: Record<ParamNames<C['path']>, string>
  query: z.output<C['query']>
  body: C['body'] extends z.ZodType ? z.output<C['body']> : undefined
  caller: Caller
  /** Ends when the client goes away; for streams. */
  signal: AbortSignal
}

export type Handler = (request: Request) => Promise<Response>

type Run<C extends Contract, Result> = (
  scope: C['method'] extends 'GET' ? Scope : Tx,
  input: Input<C>,
) => Promise<Result>

type ReplyBody<C extends Contract> = C['reply'] extends z.ZodType ? z.input<C['reply']> : null

/**
 * The one door of the API. Gives the handler of a contract: who is calling, may they, does the request fit, then the
 * verb in one transaction with its idempotency claim and stored outcome (a GET reads without one), then the reply, or
 * the refusal in the contract's own words. `run` names the verb; `present` turns its result into the documented reply.
 */
export function endpoint<C extends Contract, Result>(
  contract: C,
  run: Run<C, Result>,
  present: C['reply'] extends z.ZodType ? (result: Result, input: Input<C>) => ReplyBody<C> : null,
): Handler {
  const profile = profiles[contract.dialect]
  return handled(profile, async (request, url, requestId) => {
    const { caller, input } = await admit(contract, request, url)
    const context = { workspaceId: caller.workspaceId, actor: caller.actor, requestId }
    const outcome = (result: Result): Reply =>
      present
        ? jsonReply(contract.status, present(result, input))
        : { status: contract.status, headers: {}, body: null }
    // The contract's method tells which of the two scopes `run` takes; the compiler cannot follow it through a generic.
    const verb = run as (scope: Scope, input: Input<C>) => Promise<Result>
    if (contract.method === 'GET') return outcome(await verb(readerFor(context), input))
    const claim = idempotencyOf(contract, caller, request, url, input.body)
    if (!claim) return openTransaction(context, async (tx) => outcome(await verb(tx, input)))
    return once(claim, context, (tx) => verb(tx, input).then(outcome), profile, requestId)
  })
}

/** Whether the caller of a long reply may still have it; asked now and then while it goes on. */
export type StillAllowed = () => Promise<boolean>

/** The door for a reply that goes on: `run` gives the whole Response. Only for GET. */
export function streaming<C extends Contract>(
  contract: C,
  run: (scope: Scope, input: Input<C>, stillAllowed: StillAllowed) => Promise<Response>,
): Handler {
  const profile = profiles[contract.dialect]
  return async (request) => {
    const requestId = requestIdOf(request.headers, newId)
    try {
      const url = new URL(request.url)
      const { caller, input } = await admit(contract, request, url)
      const scope = readerFor({ workspaceId: caller.workspaceId, actor: caller.actor, requestId })
      const stillAllowed = () =>
        identify(request, url, contract).then(
          () => true,
          () => false,
        )
      const response = await run(scope, input, stillAllowed)
      response.headers.set('x-request-id', requestId)
      return response
    } catch (error) {
      return toResponse(replyToError(error, profile, requestId), requestId)
    }
  }
}

/**
 * One handler for a path that several documents define: the caller's contract decides (DECISIONS, "Which contract
 * answers", 2). For a contract that has no such operation there is nothing at this path.
 */
export const byDialect =
  (handlers: Partial<Record<Dialect, Handler>>): Handler =>
  (request) =>
    (handlers[callersDialect(request.headers)] ?? answerUnknownPath)(request)

function handled(profile: Profile, answer: (request: Request, url: URL, requestId: string) => Promise<Reply>): Handler {
  return async (request) => {
    const requestId = requestIdOf(request.headers, newId)
    try {
      return toResponse(await answer(request, new URL(request.url), requestId), requestId)
    } catch (error) {
      return toResponse(replyToError(error, profile, requestId), requestId)
    }
  }
}

async function admit<C extends Contract>(
  contract: C,
  request: Request,
  url: URL,
): Promise<{ caller: Caller; input: Input<C> }> {
  const params = pathParams(contract, url)
  const caller = await identify(request, url, contract)
  refuseUnlessAllowed(caller, contract)
  const query = parseQuery(contract, url.searchParams)
  const body = contract.body ? parseBody(contract.body, await readJson(request, mebibyte)) : undefined
  const input = {
    params,
    query,
    body,
    caller,
    // Asked for by streams alone, and dear to make.
    get signal() {
      return request.signal
    },
  }
  return { caller, input: input as Input<C> }
}

function pathParams(contract: Contract, url: URL): Record<string, string> {
  const params = URL.canParse(url.href) ? safely(() => paramsOf(contract.path, url.pathname)) : null
  if (!params || !Object.values(params).every(isStorable)) {
    throw new RequestRefusal('not_found', 'There is nothing at this path')
  }
  return params
}

function safely<T>(work: () => T): T | null {
  try {
    return work()
  } catch (error) {
    if (error instanceof URIError) return null
    throw error
  }
}

function parseQuery(contract: Contract, given: URLSearchParams): unknown {
  const lists = new Set(
    Object.entries(contract.query.shape).flatMap(([name, type]) => (type.meta()?.list ? [name] : [])),
  )
  const values: [string, string | string[]][] = []
  for (const name of new Set(given.keys())) {
    if (contract.streams && name === 'workspace') continue
    const all = given.getAll(name)
    if (!all.every(isStorable))
      throw new RequestRefusal('invalid', `Parameter '${name}' must not contain NUL characters`, name)
    if (all.length > 1 && !lists.has(name))
      throw new RequestRefusal('invalid', `Parameter '${name}' is given more than once`, name)
    values.push([name, lists.has(name) ? all : (all[0] as string)])
  }
  const parsed = contract.query.safeParse(Object.fromEntries(values), { reportInput: true })
  if (!parsed.success) throw refusalOf(parsed.error, 'query')
  return parsed.data
}

function parseBody(type: z.ZodType, given: unknown): unknown {
  refuseBadText(given)
  const parsed = type.safeParse(given, { reportInput: true })
  if (!parsed.success) throw refusalOf(parsed.error, 'body')
  return parsed.data
}

function idempotencyOf(
  contract: Contract,
  caller: Caller,
  request: Request,
  url: URL,
  body: unknown,
): Idempotency | null {
  const key = request.headers.get('idempotency-key')
  if (key === null || (contract.method !== 'POST' && contract.method !== 'PATCH')) return null
  if (key === '' || key.length > 255) {
    throw new RequestRefusal('invalid', 'The Idempotency-Key header must have 1 to 255 characters')
  }
  const asked = [contract.dialect, contract.method, url.pathname, url.search, JSON.stringify(body)].join('\n')
  return {
    callerId: caller.actor.apiKeyId ?? caller.actor.userId,
    key,
    fingerprint: createHash('sha256').update(asked).digest('hex'),
  }
}

/**
 * Runs a verb under a claimed key. A rule's refusal is an outcome like any other and is stored too, after everything
 * the verb wrote is undone; a crash is not, so that the retry gets its chance.
 */
function once(
  claim: Idempotency,
  context: Parameters<typeof openTransaction>[0],
  verb: (tx: Tx) => Promise<Reply>,
  profile: Profile,
  requestId: string,
): Promise<Reply> {
  return openTransaction(context, async (tx) => {
    const first = await claimKey(tx, claim)
    if (first) return { ...first, headers: { ...first.headers, 'idempotent-replayed': 'true' } }
    const reply = await tx
      .savepoint(() => verb(tx))
      .catch((error: unknown) => {
        if (error instanceof Refusal) return replyToError(error, profile, requestId)
        throw error
      })
    await storeReply(tx, claim, reply)
    return reply
  })
}
