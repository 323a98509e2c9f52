import { ArrowLeft, X } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react'
import { Button } from './button'
import { Tooltip } from './tooltip'

type SidePanelProps = {
  /** What it shows, by which a screen reader calls it. */
  titleId: string
  /** What is shown: with another it takes the focus anew. */
  of: string
  /** What kind of thing that is. */
  noun: string
  /** Where closing leads, on a screen that has room for one of both: `Back to the board`. */
  back: string
  /** In pixels where it stands beside something: 420 or 520. */
  width: 420 | 520
  onClose: () => void
  onKeyDown?: (event: KeyboardEvent) => void
  children: ReactNode
}

/** Something beside what it belongs to; the whole page where there is no room for both. It takes the focus when it opens. */
export function SidePanel({ titleId, of, noun, back, width, onClose, onKeyDown, children }: SidePanelProps) {
  const frame = useRef<HTMLDivElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another thing is another panel to whoever hears it.
  useEffect(() => frame.current?.focus({ preventScroll: true }), [of])
  return (
    <div
      ref={frame}
      role="dialog"
      aria-labelledby={titleId}
      tabIndex={-1}
      onKeyDown={onKeyDown}
      className={`flex min-h-0 min-w-0 flex-col bg-bg outline-none [grid-area:1/1] wide:shrink-0 wide:border-l ${width === 420 ? 'wide:w-105' : 'wide:w-130'}`}
    >
      <header className="flex h-11 shrink-0 items-center gap-1 border-b px-3 wide:pl-5">
        <Button
          kind="quiet"
          size="icon"
          aria-label={back}
          onClick={onClose}
          className="-ml-1.5 pointer-coarse:size-9 wide:hidden"
        >
          <ArrowLeft size={16} aria-hidden />
        </Button>
        <span className="text-dense text-muted first-letter:uppercase">{noun}</span>
        <Tooltip text="Close" keys="Esc">
          <Button kind="quiet" size="icon" aria-label="Close" onClick={onClose} className="ml-auto max-wide:hidden">
            <X size={16} aria-hidden />
          </Button>
        </Tooltip>
      </header>
      <div className="flex min-h-0 grow flex-col overflow-y-auto px-4 py-4 wide:px-5">{children}</div>
    </div>
  )
}
