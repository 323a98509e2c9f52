import type { z } from 'zod'
import type { createApiKey, listApiKeys } from '@/lib/contracts/rex/api-key.contract'

/** A key as the settings show it. */
export type ApiKey = z.output<typeof listApiKeys.reply>['data'][number]
export type MadeApiKey = z.output<typeof createApiKey.reply>['data']
export type Language = ApiKey['contract']
export type Role = ApiKey['role']

/** What each kind of key speaks. */
export const languages: Record<Language, { name: string; speaks: string; prefix: string }> = {
  rex: { name: 'REX', speaks: 'Pipelines, stages, deals, keys, events, webhooks', prefix: 'rex_live_' },
  kasar: { name: 'Kasar', speaks: 'Tasks, records, objects, moves between stages', prefix: 'ksr_' },
  clarky: { name: 'Clarky', speaks: 'Pipeline cards and bots; boards to read only', prefix: 'ck_live_' },
  kaireon: { name: 'KaireonAI', speaks: 'Data pipelines, their connectors and schemas', prefix: 'krn_' },
}

export const roleNames: Record<Role, string> = { viewer: 'Viewer', editor: 'Editor', admin: 'Admin' }

const ranks: Role[] = ['viewer', 'editor', 'admin']
const withArticle: Record<Role, string> = { viewer: 'a viewer', editor: 'an editor', admin: 'an admin' }

/** A limit of its own; a key without one has the installation's. */
export const limitOf = (requests: number): string => `${requests.toLocaleString()} a minute`

/**
 * What a key will be able to do, as a sentence: the lower of its own role and that of whom it acts as, and only what its
 * scope lets through.
 */
export function reachOf(role: Role, writes: boolean, user: { name: string; role: Role } | undefined): string {
  const held = user && ranks.indexOf(user.role) < ranks.indexOf(role) ? user.role : role
  const because = user && held !== role ? `, as ${user.name} is ${withArticle[user.role]}` : ''
  if (!writes || held === 'viewer') return `Reads, and changes nothing${writes ? because : ''}.`
  if (held === 'editor') return `Reads and writes boards, records and data pipelines${because}.`
  return 'Reads and writes everything, also keys and the fields of objects.'
}
