import { clsx } from 'clsx'
import { useEffect, useRef } from 'react'
import type { Column } from './board'
import { stageColor } from './column-header'

type StageStripProps = {
  columns: readonly Column[]
  /** The stage in the middle of the screen. */
  current: string | null
  onPick: (stageId: string) => void
}

/** On a phone: all stages in a line above the one in sight. */
export function StageStrip({ columns, current, onPick }: StageStripProps) {
  const strip = useRef<HTMLElement>(null)
  useEffect(() => {
    const line = strip.current
    const chip = current && line?.querySelector<HTMLElement>(`[data-strip-stage="${CSS.escape(current)}"]`)
    if (line && chip) line.scrollTo({ left: chip.offsetLeft - (line.clientWidth - chip.offsetWidth) / 2 })
  }, [current])
  return (
    <nav
      ref={strip}
      aria-label="Stages"
      className="relative flex shrink-0 gap-1 overflow-x-auto border-b px-3 py-1.5 [scrollbar-width:none] desk:hidden"
    >
      {columns.map(({ stage, count }) => (
        <button
          key={stage.id}
          type="button"
          data-strip-stage={stage.id}
          aria-current={stage.id === current ? 'true' : undefined}
          onClick={() => onPick(stage.id)}
          className={clsx(
            'flex h-8 max-w-40 shrink-0 items-center gap-1.5 rounded-control px-2 text-meta',
            stage.id === current ? 'bg-hover font-medium text-text' : 'text-muted',
          )}
        >
          <span aria-hidden className="stage-mark size-2 shrink-0 rounded-full" style={stageColor(stage.color)} />
          <span dir="auto" className="truncate">
            {stage.name}
          </span>
          <span className="figures">{new Intl.NumberFormat().format(count)}</span>
        </button>
      ))}
    </nav>
  )
}
