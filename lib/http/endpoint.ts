import type { z } from 'zod'
import type { Contract, Dialect, Profile } from '@/lib/contracts/contract'
import { profiles } from '@/lib/contracts/profiles'
import { openTransaction, readerFor, type Scope, type Tx } from '@/lib/db/transaction'
import { newId } from '@/lib/domain/id'
import { claimKey, type Idempotency, storeReply } from '@/lib/domain/idempotency/remember'
import { Refusal } from '@/lib/domain/refusal'
import { fingerprintOf, seal, unseal } from '@/lib/domain/secret/seal'
import { bindCursor, freeCursor } from './bound-cursor'
import { notModified, seenVersion, withEtag } from './etag'
import { type FileBody, openFileBody } from './file-body'
import { type Caller, identify, refuseGuardedFields, refuseUnlessAllowed } from './identify'
import { parseBody, parseQuery, pathParams } from './parse'
import type { ParamNames } from './path'
import { charge, rateHeaders } from './rate'
import { jsonReply, type Reply, replyToError, requestIdOf, toResponse } from './refuse'
import { RequestRefusal } from './request-refusal'
import { askedZone } from './time-zone'
import { answerUnknownPath, callersDialect } from './unknown'

/** A request as a verb's reader sees it: everything checked against the contract. */
export interface Input<C extends Contract> {
  params: Record<ParamNames<C['path']>, string>
  query: z.output<C['query']>
  body: C['body'] extends z.ZodType ? z.output<C['body']> : undefined
  caller: Caller
  /** The version that If-Match names, where the contract checks it. */
  seen: number | undefined
  /** Where the caller reached us: `https://sales.example.com`. */
  origin: string
  /** Ends when the client goes away; for streams. */
  signal: AbortSignal
}

export type Handler = (request: Request) => Promise<Response>

type Run<C extends Contract, Result> = (
  scope: C['method'] extends 'GET' ? Scope : Tx,
  input: Input<C>,
) => Promise<Result>

/** The handler of one contract. */
export interface Endpoint extends Handler {
  contract: Contract
  /** The same at an address that others share: a body that fits one of them is told so. */
  among(others: Contract[]): Handler
}

type ReplyBody<C extends Contract> = C['reply'] extends z.ZodType ? z.input<C['reply']> : null

/**
 * The one door of the API. Gives the handler of a contract: who is calling, is it within its limit, may they, does the request fit, then the
 * verb in one transaction with its idempotency claim and stored outcome (a GET reads without one), then the reply, or
 * the refusal in the contract's own words. `run` names the verb; `present` turns its result into the documented reply;
 * `versionOf` is what its ETag tells, where the contract has one.
 */
export function endpoint<C extends Contract, Result>(
  contract: C,
  run: Run<C, Result>,
  present: C['reply'] extends z.ZodType ? (result: Result, input: Input<C>) => ReplyBody<C> : null,
  ...[versionOf]: C['version'] extends null ? [] : C['reply'] extends null ? [] : [(result: Result) => number]
): Endpoint {
  const profile = profiles[contract.dialect]
  const among = (others: Contract[]) =>
    handled(profile, async (request, url, requestId) => {
      const { caller, input } = await admit(contract, request, url, others)
      const context = { workspaceId: caller.workspaceId, actor: caller.actor, requestId }
      const outcome = (result: Result): Reply => {
        if (!present) return { status: contract.status, headers: {}, body: null }
        const body = bindCursor(present(result, input), homeOf(contract, caller, url))
        return withEtag(jsonReply(statusOf(contract, body), body), versionOf?.(result))
      }
      const done = async (tx: Tx) => withEventId(outcome(await verb(tx, input)), tx.events)
      // The contract's method tells which of the two scopes `run` takes; the compiler cannot follow it through a generic.
      const verb = run as (scope: Scope, input: Input<C>) => Promise<Result>
      if (contract.method === 'GET') return notModified(request.headers, outcome(await verb(readerFor(context), input)))
      const claim = idempotencyOf(contract, caller, request, url, input.body)
      if (contract.waits) {
        const [found] = await Promise.allSettled([verb(readerFor(context), input)])
        const told = async () =>
          outcome(found.status === 'fulfilled' ? found.value : await Promise.reject(found.reason))
        return claim ? once(claim, context, told, contract, requestId) : told()
      }
      return claim ? once(claim, context, done, contract, requestId) : openTransaction(context, done)
    })
  return Object.assign(among([]), { contract, among })
}

/** The first event of a change names all of it: what is undone as one. A request that changed nothing left none. */
const withEventId = (reply: Reply, [first]: string[]): Reply =>
  first === undefined ? reply : { ...reply, headers: { ...reply.headers, 'x-event-id': first } }

const statusOf = ({ status, madeStatus }: Contract, body: unknown): number =>
  madeStatus && typeof body === 'object' && body && 'action' in body && body.action === 'created' ? madeStatus : status

/** The door of what answers without a credential. Only for GET. */
export function openEndpoint<C extends Contract>(
  contract: C,
  answer: (input: Pick<Input<C>, 'params' | 'query'>) => Promise<Reply>,
): Endpoint {
  const handler = handled(profiles[contract.dialect], async (request, url) => {
    const input = { params: pathParams(contract, url), query: parseQuery(contract, url.searchParams) }
    return notModified(request.headers, await answer(input as Pick<Input<C>, 'params' | 'query'>))
  })
  return Object.assign(handler, { contract, among: () => handler })
}

/**
 * The door for a body that is a file: `run` takes it in as it comes, and opens the transactions that it needs, for one
 * that waits for a caller would be held too long; it gives the events that they left. There is no Idempotency-Key: what a body was is not known before its
 * end.
 */
export function receiving<C extends Contract, Result>(
  contract: C,
  run: (scope: Scope, input: Input<C>, file: FileBody) => Promise<{ result: Result; events: string[] }>,
  present: (result: Result) => ReplyBody<C>,
): Endpoint {
  const handler = handled(profiles[contract.dialect], async (request, url, requestId) => {
    const { caller, input } = await admit(contract, request, url)
    const file = openFileBody(request, contract)
    const scope = readerFor({ workspaceId: caller.workspaceId, actor: caller.actor, requestId })
    const { result, events } = await run(scope, input, file)
    return withEventId(jsonReply(contract.status, present(result)), events)
  })
  return Object.assign(handler, { contract, among: () => handler })
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
      const headers = { ...rateHeaders(request), 'x-request-id': requestId }
      for (const [name, value] of Object.entries(headers)) response.headers.set(name, value)
      return response
    } catch (error) {
      return toResponse(replyToError(error, profile, requestId), requestId, rateHeaders(request))
    }
  }
}

/**
 * One handler for a path that several documents define: the caller's contract decides (DECISIONS, "Which contract
 * answers", 2). For a contract that has no such operation there is nothing at this path.
 */
export function byDialect(endpoints: Partial<Record<Dialect, Endpoint>>): Handler {
  const contracts = Object.values(endpoints).map(({ contract }) => contract)
  const handlers = new Map(
    Object.entries(endpoints).map(([dialect, endpoint]) => [
      dialect,
      endpoint.among(contracts.filter((other) => other !== endpoint.contract)),
    ]),
  )
  return (request) => (handlers.get(callersDialect(request.headers)) ?? answerUnknownPath)(request)
}

/**
 * One handler for an address whose ids belong to two contracts: the guest answers for what the host does not have
 * (DECISIONS, "Which contract answers", 3). What neither has is missing in the host's words. Only for GET.
 */
export const hosting =
  (host: Endpoint, guest: Endpoint): Handler =>
  async (request) => {
    const reply = await host(request)
    if (reply.status !== 404) return reply
    const other = await guest(request)
    return other.status === 404 ? reply : other
  }

function handled(profile: Profile, answer: (request: Request, url: URL, requestId: string) => Promise<Reply>): Handler {
  return async (request) => {
    const requestId = requestIdOf(request.headers, newId)
    const respond = (reply: Reply) => toResponse(reply, requestId, rateHeaders(request))
    try {
      return respond(await answer(request, new URL(request.url), requestId))
    } catch (error) {
      return respond(replyToError(error, profile, requestId))
    }
  }
}

async function admit<C extends Contract>(
  contract: C,
  request: Request,
  url: URL,
  others: Contract[] = [],
): Promise<{ caller: Caller; input: Input<C> }> {
  const params = pathParams(contract, url)
  const caller = await identify(request, url, contract)
  await charge(request, caller)
  refuseUnlessAllowed(caller, contract)
  const zone = askedZone(request.headers, contract.streams ? url.searchParams : null)
  const query = parseQuery(contract, freeCursor(url.searchParams, homeOf(contract, caller, url)))
  const guard = (given: unknown) => refuseGuardedFields(caller, contract, given)
  const body = await parseBody(contract, request, guard, others)
  const input = {
    params,
    query,
    body,
    caller: { ...caller, timeZone: zone ?? caller.timeZone },
    origin: url.origin,
    seen: contract.version === 'checked' ? seenVersion(request.headers) : undefined,
    // Asked for by streams alone, and dear to make.
    get signal() {
      return request.signal
    },
  }
  return { caller, input: input as Input<C> }
}

const homeOf = (contract: Contract, { workspaceId }: Caller, { pathname }: URL) => ({ workspaceId, contract, pathname })

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
  const seen = request.headers.get('if-match')
  const asked = [contract.dialect, contract.method, url.pathname, url.search, seen, JSON.stringify(body)].join('\n')
  return { callerId: caller.actor.apiKeyId ?? caller.actor.userId, key, fingerprint: fingerprintOf(asked) }
}

/**
 * Runs a verb under a claimed key. A rule's refusal is an outcome like any other and is stored too, after everything
 * the verb wrote is undone; a crash is not, so that the retry gets its chance.
 */
function once(
  claim: Idempotency,
  context: Parameters<typeof openTransaction>[0],
  verb: (tx: Tx) => Promise<Reply>,
  { dialect, sealed }: Contract,
  requestId: string,
): Promise<Reply> {
  const kept = (reply: Reply, turn: typeof seal): Reply =>
    sealed && reply.body !== null ? { ...reply, body: turn(context.workspaceId, reply.body) } : reply
  return openTransaction(context, async (tx) => {
    const first = await claimKey(tx, claim)
    if (first) return { ...kept(first, unseal), headers: { ...first.headers, 'idempotent-replayed': 'true' } }
    const reply = await tx
      .savepoint(() => verb(tx))
      .catch((error: unknown) => {
        if (error instanceof Refusal) return replyToError(error, profiles[dialect], requestId)
        throw error
      })
    await storeReply(tx, claim, kept(reply, seal))
    return reply
  })
}
