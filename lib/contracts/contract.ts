import type { z } from 'zod'
import type { RefusalKind, Subject } from '@/lib/domain/refusal'

/** The languages that Throughline speaks, each a published API reference. */
export const dialects = ['kasar', 'rex', 'clarky', 'kaireon'] as const
export type Dialect = (typeof dialects)[number]

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
export type Role = 'viewer' | 'editor' | 'admin'
export type AccessScope = 'read' | 'write'

/** Every way a request can be refused: by a rule of the domain or at the door. */
export type HttpRefusalKind =
  | RefusalKind
  | 'malformed'
  | 'unknown_parameter'
  | 'unauthorized'
  | 'method_not_allowed'
  | 'too_large'
  | 'unsupported_media_type'
  | 'rate_limited'
  | 'internal'

/** What a refusal says besides its code and message. */
export interface RefusalDetails {
  field?: string
  missingFields?: string[]
  status: number
}

/** One contract's own words: how it refuses, and what it calls the domain's fields and things. */
export interface Profile {
  dialect: Dialect
  /** Total: a kind without an answer does not compile. */
  refusals: Record<HttpRefusalKind, { status: number; code: string }>
  errorBody(code: string, message: string, details: RefusalDetails): object
  /** What `errorBody` makes. */
  error: z.ZodType
  /** The domain's input names in this contract's spelling; a name that is missing is spelt the same. */
  fields: Partial<Record<string, string>>
  /** What this contract calls a thing that was not found. */
  subjects: Record<Subject, string>
}

/** One operation of one document: drives its route, the browser client's types, OpenAPI and the test matrices. */
export interface Contract {
  dialect: Dialect
  method: Method
  /** Below /api/v1, parameters in braces: `/pipelines/{id}/stages`. */
  path: string
  title: string
  /** What a caller should know beyond the title; for OpenAPI. */
  about: string
  /** A request and its reply as the document shows them, with values of our own; for OpenAPI. */
  example: { query?: Record<string, string>; body?: unknown; reply?: unknown }
  /** Not in the document, but an extension of ours in its style. */
  ours: boolean
  scope: AccessScope
  role: Role
  /** Changes boards or stages, which keys of some contracts may not. */
  changesBoards: boolean
  query: z.ZodObject
  body: z.ZodType | null
  /** The body is a file of one of these media types, taken in as it comes; it is then no JSON, and `body` is null. */
  file: { types: string[]; mebibytes(): number } | null
  /** It waits for somebody else's machine: what it does is done outside of any transaction, and changes nothing. */
  waits: boolean
  /** The body may be left out; an empty one is then read as {}. */
  status: 200 | 201 | 204
  /** The status instead where the operation may make its thing or find it, and made it: the reply's `action` is created. */
  madeStatus: 201 | null
  reply: z.ZodType | null
  /**
   * The reply goes on: server-sent events, or a file of CSV. Browsers cannot set headers on either, so that the workspace
   * and the time zone may stand in the query instead (`workspace`, `timezone`).
   */
  streams: 'events' | 'csv' | null
  /** `told`: a reply carries its thing's version as ETag. `checked`: a write also takes If-Match (412 when stale). */
  version: 'told' | 'checked' | null
  /** Fields of the body that need a higher role than the rest of it. */
  guarded: Partial<Record<string, Role>>
  /** The answer depends on the caller's day: X-Timezone may name where they are. */
  local: boolean
  /** Answers without a credential. */
  open: boolean
  /** Answers at the address of that contract's operation where the id is one of its own; see `hosting`. */
  host: Dialect | null
  /** How large a body may be. */
  mebibytes: number
  /** The body is a list of items, each of which is read, done and refused by itself; see http/items. */
  itemwise: boolean
  /** The reply holds a secret that is shown this once: what is kept of it for a retry is sealed. */
  sealed: boolean
  /** No document has it: it is declared so that whoever asks is refused in these words. */
  refused: boolean
}

type Given = Pick<Contract, 'dialect' | 'method' | 'path' | 'title' | 'query'> & {
  body?: z.ZodType
  reply?: z.ZodType
} & Partial<Omit<Contract, 'dialect' | 'method' | 'path' | 'title' | 'query' | 'body' | 'reply'>>

type Completed<G extends Given> = Omit<Contract, 'method' | 'path' | 'query' | 'body' | 'reply' | 'version'> & {
  method: G['method']
  path: G['path']
  query: G['query']
  body: G['body'] extends z.ZodType ? G['body'] : null
  reply: G['reply'] extends z.ZodType ? G['reply'] : null
  version: G['version'] extends 'told' | 'checked' ? G['version'] : null
}

/**
 * Declares an operation. Unless said otherwise a GET reads as a viewer and anything else writes as an editor;
 * the status is 200, or 204 where there is no reply.
 */
export function contract<const G extends Given>(given: G): Completed<G> {
  const reads = given.method === 'GET'
  const defaults = {
    ours: false,
    scope: reads ? 'read' : 'write',
    role: reads ? 'viewer' : 'editor',
    changesBoards: false,
    status: given.reply || given.streams ? 200 : 204,
    madeStatus: null,
    streams: null,
    version: null,
    guarded: {},
    local: false,
    open: false,
    host: null,
    mebibytes: 1,
    itemwise: false,
    sealed: false,
    refused: false,
    about: '',
    example: {},
    body: null,
    file: null,
    waits: false,
    reply: null,
  }
  return { ...defaults, ...given } as Completed<G>
}

/** Whether something exported by a `*.contract.ts` is an operation. */
export const isContract = (value: unknown): value is Contract =>
  typeof value === 'object' && value !== null && 'dialect' in value && 'method' in value && 'path' in value
