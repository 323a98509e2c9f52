import { clsx } from 'clsx'
import { Inbox } from 'lucide-react'
import { useEffect, useRef } from 'react'
import type { Day } from '@/components/ui/day'
import type { Plan } from './plan'

type WeekStripProps = {
  plan: Plan
  today: Day
  /** What is in the middle of the screen. */
  current: string | null
  onPick: (spot: string) => void
}

/** On a phone: what is beside the week and its days in a line above the one in sight. */
export function WeekStrip({ plan, today, current, onPick }: WeekStripProps) {
  const strip = useRef<HTMLElement>(null)
  useEffect(() => {
    const line = strip.current
    const here = line?.querySelector<HTMLElement>('[aria-current=true]')
    if (current && line && here) line.scrollTo({ left: here.offsetLeft - (line.clientWidth - here.offsetWidth) / 2 })
  }, [current])
  const format = (day: Day, options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(undefined, { ...options, timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`))
  const entries = [
    {
      spot: 'undated',
      name: 'Beside the week',
      mark: <Inbox size={14} aria-hidden />,
      tasks: plan.overdue.length + plan.undated.length,
    },
    ...plan.days.map(({ day, tasks }) => ({
      spot: day,
      name: format(day, { weekday: 'long', day: 'numeric', month: 'long' }),
      mark: `${format(day, { weekday: 'narrow' })} ${format(day, { day: 'numeric' })}`,
      tasks: tasks.length,
    })),
  ]
  return (
    <nav
      ref={strip}
      aria-label="Days"
      className="relative flex shrink-0 gap-px overflow-x-auto border-b px-2 py-1 [scrollbar-width:none] desk:hidden"
    >
      {entries.map(({ spot, name, mark, tasks }) => (
        <button
          key={spot}
          type="button"
          aria-label={`${name}, ${tasks === 1 ? '1 task' : `${tasks} tasks`}`}
          aria-current={spot === current ? 'true' : undefined}
          onClick={() => onPick(spot)}
          className={clsx(
            'flex h-11 min-w-10 shrink-0 grow flex-col items-center justify-center rounded-control text-meta',
            spot === current ? 'bg-hover font-medium text-text' : spot === today ? 'text-accent' : 'text-muted',
          )}
        >
          {mark}
          <span aria-hidden className="h-3 text-[10px] leading-3 figures">
            {tasks > 0 ? tasks : ''}
          </span>
        </button>
      ))}
    </nav>
  )
}
