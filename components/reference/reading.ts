import type { SwaggerRequest } from 'swagger-ui-dist/swagger-ui-es-bundle.js'
import type { Dialect } from '@/lib/contracts/contract'

/** Which document is read, and by what its requests are tried. */
export interface Reading {
  contract: Dialect
  /** Of a signed-in reader. */
  workspace: string | null
  key: string
  /** Where to sign in and come back. */
  signIn: string
}

/** The reading of now, for the renderer's own tree, which our props do not reach. */
export interface ReadingStore {
  now(): Reading
  become(next: Reading): void
  subscribe(listener: () => void): () => void
}

export function readingStore(first: Reading): ReadingStore {
  const listeners = new Set<() => void>()
  let now = first
  return {
    now: () => now,
    become(next) {
      now = next
      for (const listener of listeners) listener()
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

/** Whether a request can be sent as somebody. */
export const canTry = ({ workspace, key }: Reading): boolean => workspace !== null || key !== ''

/**
 * A request as the reader sends it: in the words of the document, and with the key that was pasted, or else as the
 * signed-in user in the workspace chosen. What the reader typed into a header stands.
 */
export function addressed(request: SwaggerRequest, { contract, workspace, key }: Reading): SwaggerRequest {
  if (request.loadSpec) return request
  const given = Object.keys(request.headers).map((name) => name.toLowerCase())
  const added: Record<string, string> = {
    'X-Api-Contract': contract,
    ...(key ? { Authorization: `Bearer ${key}` } : workspace && { 'X-Tenant-Id': workspace }),
  }
  const lacking = Object.entries(added).filter(([name]) => !given.includes(name.toLowerCase()))
  return { ...request, headers: { ...request.headers, ...Object.fromEntries(lacking) } }
}
