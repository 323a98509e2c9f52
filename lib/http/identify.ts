import type { Contract, Dialect } from '@/lib/contracts/contract'
import { credentialOf } from '@/lib/contracts/dialect'
import type { Actor } from '@/lib/db/transaction'
import { findKeyBySecret } from '@/lib/domain/api-key/find-by-secret'
import { writesBoards } from '@/lib/domain/api-key/prefix'
import { holdsScope } from '@/lib/domain/api-key/scope'
import { type Role, reaches } from '@/lib/domain/member/role'
import { findSignedIn, sessionHolds } from '@/lib/domain/member/signed-in'
import { RequestRefusal } from './request-refusal'
import { type Session, sessionOf } from './session'

/** Who is calling: a member through a key or a browser session, in one workspace. */
export interface Caller {
  workspaceId: string
  actor: Actor & { userId: string }
  role: Role
  scopes: string[]
  /** The contract of the key; null for a session. */
  keyDialect: Dialect | null
  /** The key's own limit, in requests a minute; null: as the installation has it. */
  rateLimit: number | null
  timeZone: string
}

/** Finds the caller of a request, or refuses: 401 without valid credentials, 403 for a workspace not theirs. */
export async function identify(request: Request, url: URL, contract: Contract): Promise<Caller> {
  const credential = credentialOf(request.headers)
  return credential ? byKey(credential, request.headers) : bySession(request, url, contract)
}

async function byKey(credential: string, headers: Headers): Promise<Caller> {
  const key = await findKeyBySecret(credential)
  if (!key) throw new RequestRefusal('unauthorized', 'The API key is unknown, expired or revoked')
  const tenant = headers.get('x-tenant-id')?.trim()
  if (tenant && tenant !== key.workspaceSlug && tenant !== key.workspaceId) {
    throw new RequestRefusal('forbidden', 'The API key does not belong to the workspace named in X-Tenant-Id')
  }
  return {
    workspaceId: key.workspaceId,
    actor: { userId: key.userId, apiKeyId: key.id, door: 'api' },
    role: key.role,
    scopes: key.scopes,
    keyDialect: key.contract,
    rateLimit: key.rateLimit,
    timeZone: key.timeZone,
  }
}

async function bySession(request: Request, url: URL, contract: Contract): Promise<Caller> {
  const session = await sessionOf(request.headers.get('cookie'))
  if (!session) throw new RequestRefusal('unauthorized', 'Send an API key as Authorization: Bearer or as X-Api-Key')
  if (contract.method !== 'GET') refuseCrossOrigin(request.headers, url)
  const tenant =
    request.headers.get('x-tenant-id')?.trim() ?? (contract.streams ? url.searchParams.get('workspace') : null)
  if (!tenant) throw new RequestRefusal('forbidden', 'Name the workspace in X-Tenant-Id')
  const member = await findSignedIn(session.userId, session.epoch, tenant)
  if (!member) throw await strangerOrEnded(session)
  return {
    workspaceId: member.workspaceId,
    actor: { userId: member.userId, apiKeyId: null, door: 'session' },
    role: member.role,
    scopes: ['read', 'write'],
    keyDialect: null,
    rateLimit: null,
    timeZone: member.timeZone,
  }
}

async function strangerOrEnded({ userId, epoch }: Session): Promise<RequestRefusal> {
  return (await sessionHolds(userId, epoch))
    ? new RequestRefusal('forbidden', 'You are not a member of the workspace named in X-Tenant-Id')
    : new RequestRefusal('unauthorized', 'The session has ended: sign in again')
}

// A foreign page can make a browser send our cookie, but not forge where it comes from.
function refuseCrossOrigin(headers: Headers, url: URL): void {
  const origin = headers.get('origin')
  const own = [url.host, process.env.APP_URL && new URL(process.env.APP_URL).host]
  const same = origin
    ? URL.canParse(origin) && own.includes(new URL(origin).host)
    : headers.get('sec-fetch-site') === 'same-origin'
  if (!same) throw new RequestRefusal('forbidden', 'A signed-in browser may change things from this site only')
}

/** Refuses a caller whose role, scopes or kind of key do not reach what the operation needs. */
export function refuseUnlessAllowed(caller: Caller, contract: Contract): void {
  const { scope, role, changesBoards } = contract
  if (!holdsScope(caller.scopes, scope)) {
    throw new RequestRefusal('forbidden', `This needs an API key with the ${scope} scope`)
  }
  if (!reaches(caller.role, role)) {
    throw new RequestRefusal('forbidden', `This needs the ${role} role; yours is ${caller.role}`)
  }
  if (changesBoards && caller.keyDialect && !writesBoards[caller.keyDialect]) {
    throw new RequestRefusal('forbidden', 'Pipelines and stages are read-only for this kind of API key')
  }
}

/** Refuses a body with a field that needs a higher role than the caller's. */
export function refuseGuardedFields(caller: Caller, { guarded }: Contract, body: unknown): void {
  for (const [field, role] of Object.entries(guarded)) {
    if (role && body !== null && typeof body === 'object' && field in body && !reaches(caller.role, role)) {
      throw new RequestRefusal('forbidden', `Field '${field}' needs the ${role} role; yours is ${caller.role}`, field)
    }
  }
}
