import type { Metadata } from 'next'
import { Webhooks } from '@/components/settings/webhooks/webhooks'
import { eventTypes } from '@/lib/domain/event/type'

export const metadata: Metadata = { title: 'Webhooks' }

export default function Page() {
  return <Webhooks types={eventTypes} />
}
