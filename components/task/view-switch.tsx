import { clsx } from 'clsx'
import { CalendarRange, List } from 'lucide-react'
import Link from 'next/link'
import type { TaskViewControl } from './use-task-view'

type ViewSwitchProps = { showing: 'list' | 'week'; control: TaskViewControl }

/** The tasks as a list or as a week. */
export function ViewSwitch({ showing, control }: ViewSwitchProps) {
  const views = [
    { name: 'List', icon: List, href: control.addressOfList, here: showing === 'list' },
    { name: 'Week', icon: CalendarRange, href: control.addressOfWeek(control.view.week), here: showing === 'week' },
  ]
  return (
    <nav aria-label="View" className="flex shrink-0 rounded-control border p-px">
      {views.map(({ name, icon: Icon, href, here }) => (
        <Link
          key={name}
          href={href}
          aria-current={here ? 'page' : undefined}
          data-hint={here ? undefined : `${name} (w)`}
          className={clsx(
            'flex h-6 items-center gap-1 rounded-[5px] px-2 text-meta pointer-coarse:h-9 pointer-coarse:px-3',
            here ? 'bg-hover font-medium text-text' : 'text-muted hover:text-text',
          )}
        >
          <Icon size={14} aria-hidden />
          <span className="max-desk:sr-only">{name}</span>
        </Link>
      ))}
    </nav>
  )
}
