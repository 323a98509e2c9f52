import { type PointerEvent, type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react'

/** Room above and below a list, in pixels, that keeps a row where it is. */
type Slack = { above: number; below: number }

const none: Slack = { above: 0, below: 0 }

/**
 * The row beneath a mouse that rests stays beneath it while rows come and go above, so that a click meets what it was
 * meant for; the list settles once the mouse has left. Whoever works by keys is followed by the list as ever.
 * @param topOf where a row begins in the list, in pixels; undefined for one that is not there
 * @param rows what is shown: with another it may be that rows have moved
 */
export function useStillRow(
  scroller: RefObject<HTMLElement | null>,
  topOf: (taskId: string) => number | undefined,
  rows: unknown,
) {
  const [slack, setSlack] = useState(none)
  const resting = useRef<string | null>(null)
  const was = useRef<{ id: string; top: number } | null>(null)
  const pending = useRef<number | null>(null)

  // biome-ignore lint/correctness/useExhaustiveDependencies: it looks where the row is now that rows have moved.
  useLayoutEffect(() => {
    const [before, list] = [was.current, scroller.current]
    const top = before && before.id === resting.current ? topOf(before.id) : undefined
    if (!before || !list || top === undefined || top === before.top) return
    was.current = { id: before.id, top }
    const wanted = list.scrollTop - slack.above + top - before.top
    const lacking = wanted + list.clientHeight - heightOf(list)
    setSlack({ above: Math.max(0, -wanted), below: wanted > 0 ? Math.max(0, lacking) : 0 })
    pending.current = Math.max(0, wanted)
  }, [rows])

  // With the room that it needs it is scrolled there.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the room is there now.
  useLayoutEffect(() => {
    if (pending.current !== null && scroller.current) scroller.current.scrollTop = pending.current
    pending.current = null
  }, [slack])

  useEffect(() => {
    const forget = () => {
      resting.current = null
      was.current = null
      setSlack(none)
    }
    window.addEventListener('keydown', forget, true)
    return () => window.removeEventListener('keydown', forget, true)
  }, [])

  return {
    slack,
    still: {
      onPointerOver: ({ target, pointerType }: PointerEvent) => {
        if (pointerType !== 'mouse' || !(target instanceof Element)) return
        const id = target.closest('[data-task-id]')?.getAttribute('data-task-id') ?? null
        const top = id === null ? undefined : topOf(id)
        resting.current = id
        was.current = id !== null && top !== undefined ? { id, top } : null
      },
      onPointerLeave: () => {
        resting.current = null
        was.current = null
        setSlack(none)
      },
    },
  }
}

/** How high the list in a scroller is by itself. */
const heightOf = (scroller: HTMLElement): number =>
  scroller.firstElementChild instanceof HTMLElement ? scroller.firstElementChild.offsetHeight : 0
