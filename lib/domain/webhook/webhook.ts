import { allWebhooks, type StoredWebhook, webhookRow } from '@/lib/db/sql/webhook'
import type { Scope, Tx } from '@/lib/db/transaction'
import { readTarget, TargetRefused } from '@/lib/net/target'
import { isId } from '../id'
import { invalid, notFound } from '../refusal'

/** A webhook as an admin sees it: its secrets stay behind. */
export type WebhookRow = Omit<StoredWebhook, 'secret' | 'formerSecret' | 'place'>

/** What an admin says of a webhook. */
export interface WebhookSettings {
  url: string
  description?: string | null
  /** Patterns of types, see lib/domain/event/type.ts. */
  events: string[]
  enabled?: boolean
}

/** How many a workspace may have. */
export const mostWebhooks = 20

/** The webhooks of a workspace, oldest first. */
export const listWebhooks = (scope: Scope): Promise<WebhookRow[]> => allWebhooks(scope)

/** The webhook with this id. Refuses (not found) one that is missing. */
export async function findWebhook(scope: Scope, id: string): Promise<StoredWebhook> {
  return found(isId(id) ? await webhookRow(scope, id) : undefined)
}

/** The same, and nobody else changes it until the transaction ends. */
export async function lockWebhook(tx: Tx, id: string): Promise<StoredWebhook> {
  return found(isId(id) ? await webhookRow(tx, id, 'wait') : undefined)
}

function found(row: StoredWebhook | undefined): StoredWebhook {
  if (!row) throw notFound('webhook')
  return row
}

/** Refuses an address that this installation does not send to, saying why. What a name stands for is seen on sending. */
export function refuseUnlessSendable(url: string): void {
  try {
    readTarget(url)
  } catch (error) {
    if (!(error instanceof TargetRefused)) throw error
    throw invalid('url', `is no address that events are sent to: ${error.message}`)
  }
}

/**
 * What an event tells of a webhook: of its address the host alone, for the rest of it often opens the door to whoever
 * knows it.
 */
export const summaryOf = ({ url, description, events, enabled }: WebhookSettings) => ({
  host: new URL(url).host,
  description: description ?? null,
  events,
  enabled: enabled ?? true,
})
