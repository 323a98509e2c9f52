import type { z } from 'zod'
import type { createWebhook, listDeliveries, listWebhooks } from '@/lib/contracts/rex/webhook.contract'

/** A webhook as the settings show it. */
export type Webhook = z.output<typeof listWebhooks.reply>['data'][number]
export type MadeWebhook = z.output<typeof createWebhook.reply>['data']
export type Delivery = z.output<typeof listDeliveries.reply>['data'][number]
export type DeliveryStatus = Delivery['status']

/** The host that a webhook's address names; the address itself where it names none. */
export const hostOf = ({ url }: Pick<Webhook, 'url'>): string => (URL.canParse(url) ? new URL(url).host : url)
