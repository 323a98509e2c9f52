import { defaultRangeExtractor, type Range, useVirtualizer } from '@tanstack/react-virtual'
import { clsx } from 'clsx'
import {
  type ReactNode,
  type Ref,
  type RefObject,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
} from 'react'
import { Button } from '@/components/ui/button'
import type { Line } from './groups'
import type { Task } from './task'
import { useStillRow } from './use-still-row'

export type TaskListHandle = {
  /** Scrolls a task into sight and gives it the focus. */
  focus: (taskId: string) => void
}

type TaskListProps = {
  ref?: Ref<TaskListHandle>
  label: string
  lines: readonly Line[]
  /** Draws a task. */
  row: (task: Task) => ReactNode
  /** It is on its way out of this list. */
  isLeaving: (task: Task) => boolean
  hasMore: boolean
  failedMore: boolean
  onMore: () => void
}

const headingHeight = 34

/** Any number of tasks: those in sight are drawn, and more are asked for as the end comes near. */
export function TaskList({ ref, label, lines, row, isLeaving, hasMore, failedMore, onMore }: TaskListProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const [focused, setFocused] = useState<string | null>(null)
  const focusedAt = focused === null ? -1 : lines.findIndex((line) => keyOf(line) === focused)
  const virtual = useVirtualizer({
    count: lines.length,
    overscan: 8,
    paddingEnd: 24,
    getScrollElement: () => scroller.current,
    getItemKey: (index) => keyOf(lines[index]),
    estimateSize: (index) => (lines[index] && 'heading' in lines[index] ? headingHeight : 37),
    rangeExtractor: (range) => withKept(range, focusedAt),
  })
  useMore(hasMore && !failedMore, (virtual.range?.endIndex ?? 0) >= lines.length - 20, lines.length, onMore)
  useKeptFocus(scroller, lines, focused)
  const startOf = (taskId: string) => {
    const index = lines.findIndex((line) => keyOf(line) === taskId)
    return index < 0 ? undefined : virtual.measurementsCache[index]?.start
  }
  const { slack, still } = useStillRow(scroller, startOf, lines)
  useImperativeHandle(ref, () => ({
    focus: (taskId) => {
      const index = lines.findIndex((line) => keyOf(line) === taskId)
      if (index < 0) return
      virtual.scrollToIndex(index)
      const title = titleOf(scroller.current, taskId)
      if (title) title.focus({ preventScroll: true })
      else requestAnimationFrame(() => requestAnimationFrame(() => titleOf(scroller.current, taskId)?.focus()))
    },
  }))

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only notes which of its tasks has the focus.
    <div
      ref={scroller}
      {...still}
      onFocus={(event) => setFocused(taskIdOf(event.target))}
      className="relative min-h-0 grow overflow-x-hidden overflow-y-auto overscroll-y-contain [overflow-anchor:none]"
    >
      <ul
        aria-label={label}
        className="relative"
        style={{ height: virtual.getTotalSize(), marginTop: slack.above, marginBottom: slack.below }}
      >
        {virtual.getVirtualItems().map(({ index, key, start }) => {
          const line = lines[index]
          if (!line) return null
          return (
            <li
              key={key}
              ref={virtual.measureElement}
              data-index={index}
              data-task-id={'task' in line ? line.task.id : undefined}
              className={clsx('absolute inset-x-0 top-0', 'task' in line && isLeaving(line.task) && 'animate-leave')}
              style={{ transform: `translateY(${start}px)` }}
            >
              {'task' in line ? (
                row(line.task)
              ) : (
                <h2 className="flex items-baseline gap-2 px-3 pt-3.5 pb-1 text-dense font-semibold desk:px-4">
                  {line.heading.name}
                  {line.heading.date && <span className="text-meta font-normal text-muted">{line.heading.date}</span>}
                </h2>
              )}
            </li>
          )
        })}
      </ul>
      {failedMore && (
        <div role="alert" className="flex items-center gap-2 px-4 pb-6 text-dense text-muted">
          More could not be loaded
          <Button size="small" onClick={onMore}>
            Try again
          </Button>
        </div>
      )}
    </div>
  )
}

const keyOf = (line: Line | undefined): string =>
  line === undefined ? '' : 'task' in line ? line.task.id : `heading ${line.heading.key}`

const titleOf = (list: HTMLElement | null, taskId: string): HTMLElement | null | undefined =>
  list?.querySelector<HTMLElement>(`[data-task-id="${CSS.escape(taskId)}"] [data-title]`)

const taskIdOf = (target: EventTarget): string | null =>
  target instanceof Element ? (target.closest('[data-task-id]')?.getAttribute('data-task-id') ?? null) : null

function withKept(range: Range, kept: number): number[] {
  const seen = defaultRangeExtractor(range)
  return kept < 0 || seen.includes(kept) ? seen : [...seen, kept].sort((a, b) => a - b)
}

function useMore(may: boolean, near: boolean, loaded: number, onMore: () => void): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: each page that came is followed by another.
  useEffect(() => {
    if (may && near) onMore()
  }, [may, near, loaded])
}

/** When the task that had the focus leaves, the one that takes its place gets it. */
function useKeptFocus(scroller: RefObject<HTMLElement | null>, lines: readonly Line[], focused: string | null): void {
  const before = useRef<readonly Line[]>(lines)
  useLayoutEffect(() => {
    const was = before.current
    before.current = lines
    if (focused === null || lines.some((line) => keyOf(line) === focused)) return
    const at = was.findIndex((line) => keyOf(line) === focused)
    // Whoever went on to something else is left there.
    if (at < 0 || (document.activeElement !== document.body && document.activeElement !== null)) return
    const rest = new Set(lines.map(keyOf))
    const heir =
      was.slice(at + 1).find((line) => 'task' in line && rest.has(keyOf(line))) ??
      was.slice(0, at).findLast((line) => 'task' in line && rest.has(keyOf(line)))
    if (heir) titleOf(scroller.current, keyOf(heir))?.focus()
  }, [scroller, lines, focused])
}
