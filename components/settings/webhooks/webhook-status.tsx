import { Mark, type Tone } from '@/components/ui/mark'
import type { Webhook } from './webhook'

/** How a webhook stands, in a few words. */
export function WebhookStatus({ row }: { row: Webhook }) {
  const { words, tone } = statusOf(row)
  return <Mark words={words} tone={tone} />
}

function statusOf({ enabled, disabled_reason, failing_since }: Webhook): { words: string; tone: Tone } {
  if (!enabled && disabled_reason) return { words: 'Disabled by itself', tone: 'bad' }
  if (!enabled) return { words: 'Disabled', tone: 'over' }
  return failing_since ? { words: 'Failing', tone: 'soon' } : { words: 'Enabled', tone: 'good' }
}
