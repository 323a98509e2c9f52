import { clsx } from 'clsx'
import type { Webhook } from './webhook'

/** How a webhook stands, in a few words. */
export function WebhookStatus({ row }: { row: Webhook }) {
  const { words, tone } = statusOf(row)
  return <Mark words={words} tone={tone} />
}

export type Tone = keyof typeof tones
const tones = {
  good: { text: '', mark: 'bg-positive' },
  soon: { text: 'text-warning', mark: 'bg-warning' },
  bad: { text: 'text-danger', mark: 'bg-danger' },
  over: { text: 'text-muted', mark: 'bg-border-strong' },
} as const

/** A few words with a dot in their tone. */
export function Mark({ words, tone }: { words: string; tone: Tone }) {
  return (
    <span className={clsx('flex items-center gap-1.5', tones[tone].text)}>
      <span aria-hidden className={clsx('size-1.5 shrink-0 rounded-full', tones[tone].mark)} />
      <span>{words}</span>
    </span>
  )
}

function statusOf({ enabled, disabled_reason, failing_since }: Webhook): { words: string; tone: Tone } {
  if (!enabled && disabled_reason) return { words: 'Disabled by itself', tone: 'bad' }
  if (!enabled) return { words: 'Disabled', tone: 'over' }
  return failing_since ? { words: 'Failing', tone: 'soon' } : { words: 'Enabled', tone: 'good' }
}
