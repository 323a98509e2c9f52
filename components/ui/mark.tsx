import { clsx } from 'clsx'

export type Tone = keyof typeof tones
const tones = {
  good: { text: '', mark: 'bg-positive' },
  busy: { text: '', mark: 'animate-breathe bg-accent' },
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
