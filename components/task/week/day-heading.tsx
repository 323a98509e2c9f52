import { clsx } from 'clsx'
import type { Day } from '@/components/ui/day'

type DayHeadingProps = { id: string; day: Day; today: Day; count: number }

/** A day above its tasks: `Mon 23`, and how many they are. */
export function DayHeading({ id, day, today, count }: DayHeadingProps) {
  const date = new Date(`${day}T00:00:00Z`)
  const words = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(undefined, { ...options, timeZone: 'UTC' }).format(date)
  return (
    <header className="flex h-9 shrink-0 items-center gap-1.5 px-2.5 text-dense">
      <h2
        id={id}
        aria-label={words({ weekday: 'long', day: 'numeric', month: 'long' })}
        aria-current={day === today ? 'date' : undefined}
        className={clsx('flex items-center gap-1.5', day < today ? 'text-muted' : 'font-medium')}
      >
        <span>{words({ weekday: 'short' })}</span>
        <span
          className={clsx(
            'figures',
            day === today && 'grid h-5 min-w-5 place-items-center rounded-full bg-accent px-1 text-on-accent',
          )}
        >
          {words({ day: 'numeric' })}
        </span>
      </h2>
      {count > 0 && (
        <span className="ml-auto text-meta text-muted figures">
          {new Intl.NumberFormat().format(count)}
          <span className="sr-only"> tasks</span>
        </span>
      )}
    </header>
  )
}
