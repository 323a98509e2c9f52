import type { Metadata } from 'next'
import { WebhookPage } from '@/components/settings/webhooks/webhook-page'
import { eventTypes } from '@/lib/domain/event/type'

export const metadata: Metadata = { title: 'Webhook' }

export default async function Page({ params }: { params: Promise<{ webhook: string }> }) {
  return <WebhookPage id={(await params).webhook} types={eventTypes} />
}
