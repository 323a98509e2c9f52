import { keyPrefixes } from '@/lib/domain/api-key/prefix'
import { type Dialect, dialects } from './contract'

/** The contract that a key's prefix names; null for a credential that is none of ours. */
export const dialectOfKey = (key: string): Dialect | null =>
  dialects.find((dialect) => key.startsWith(keyPrefixes[dialect])) ?? null

/** The credential that a request carries as `Authorization: Bearer` or `X-Api-Key`; null without one. */
export function credentialOf(headers: Headers): string | null {
  const bearer = /^Bearer\s+(\S+)\s*$/i.exec(headers.get('authorization') ?? '')?.[1]
  return bearer ?? headers.get('x-api-key')?.trim() ?? null
}

/**
 * Which contract answers where several documents define a path, or none does (DECISIONS, "Which contract answers", 2):
 * the X-Api-Contract header, else the key's prefix, else the shape of the credential, else the browser's session.
 */
export function dialectOfCaller(headers: Headers, hasSession: boolean): Dialect {
  const named = dialects.find((dialect) => dialect === headers.get('x-api-contract')?.trim().toLowerCase())
  if (named) return named
  const credential = credentialOf(headers)
  const byKey = credential && dialectOfKey(credential)
  if (byKey) return byKey
  if (!credential && hasSession) return 'rex'
  if (headers.has('x-tenant-id')) return 'kaireon'
  if (headers.has('x-api-key')) return 'rex'
  return 'kasar'
}
