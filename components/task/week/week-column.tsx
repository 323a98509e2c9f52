import { useDroppable } from '@dnd-kit/core'
import { clsx } from 'clsx'
import type { ReactNode } from 'react'
import type { Target } from './use-lift'

type WeekColumnProps = {
  target: Target
  labelledBy: string
  /** A task would be dropped here. */
  aimed: boolean
  beside?: boolean
  header?: ReactNode
  children: ReactNode
}

/** A day of the week, or what stands beside it: a place to drop tasks. On a phone it fills the screen. */
export function WeekColumn({ target, labelledBy, aimed, beside, header, children }: WeekColumnProps) {
  const { setNodeRef } = useDroppable({ id: target })
  return (
    <section
      ref={setNodeRef}
      data-spot={target}
      aria-labelledby={labelledBy}
      className={clsx(
        'flex h-full w-[88vw] shrink-0 snap-center flex-col desk:snap-align-none',
        beside ? 'desk:w-48 desk:border-r' : 'desk:w-34 desk:grow desk:border-r desk:last:border-r-0',
        aimed && 'bg-hover',
      )}
    >
      {header}
      <div className="relative flex min-h-0 grow flex-col gap-1.5 overflow-y-auto overscroll-y-contain px-1.5 pt-1 pb-4">
        {children}
      </div>
    </section>
  )
}
