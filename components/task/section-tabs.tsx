import { clsx } from 'clsx'
import type { MouseEvent } from 'react'
import { type Section, sections } from './due'
import type { TaskCounts } from './task-api'

export const sectionNames: Record<Section, string> = {
  today: 'Today',
  overdue: 'Overdue',
  upcoming: 'Upcoming',
  completed: 'Completed',
  all: 'All',
}

type SectionTabsProps = {
  current: Section
  counts: TaskCounts | undefined
  addressOf: (section: Section) => string
  onShow: (section: Section) => void
}

/** The sections of the inbox with how many tasks each holds. */
export function SectionTabs({ current, counts, addressOf, onShow }: SectionTabsProps) {
  return (
    <nav aria-label="Sections" className="-mb-px flex min-w-0 overflow-x-auto [scrollbar-width:none]">
      {sections.map((section) => (
        <a
          key={section}
          href={addressOf(section)}
          aria-current={section === current ? 'page' : undefined}
          onClick={(event) => inPlace(event, () => onShow(section))}
          className={clsx(
            'flex h-9 shrink-0 items-center gap-1.5 border-b-2 px-2.5 text-dense pointer-coarse:h-11',
            section === current
              ? 'border-accent font-medium text-text'
              : 'border-transparent text-muted hover:text-text',
          )}
        >
          {sectionNames[section]}
          <span
            className={clsx(
              'text-meta font-normal figures',
              section === 'overdue' && counts && counts.overdue > 0 ? 'text-danger' : 'text-muted',
            )}
          >
            {counts ? new Intl.NumberFormat().format(counts[section]) : ' '}
          </span>
        </a>
      ))}
    </nav>
  )
}

function inPlace(event: MouseEvent, show: () => void): void {
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
  event.preventDefault()
  show()
}
