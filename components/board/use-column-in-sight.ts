import { type RefObject, useEffect, useState } from 'react'
import type { Board } from './board'

/** The column in the middle of the surface, for the strip that says where one is. */
export function useColumnInSight(surface: RefObject<HTMLDivElement | null>, board: Board): string | null {
  const [current, setCurrent] = useState<string | null>(board.columns[0]?.stage.id ?? null)
  const stages = board.columns.map((column) => column.stage.id).join()
  // biome-ignore lint/correctness/useExhaustiveDependencies: other stages are other columns to watch.
  useEffect(() => {
    const root = surface.current
    if (!root) return
    const watch = new IntersectionObserver(
      (seen) => {
        for (const { isIntersecting, target } of seen) {
          if (isIntersecting && target instanceof HTMLElement) setCurrent(target.dataset.stageId ?? null)
        }
      },
      { root, rootMargin: '0px -49.5% 0px -49.5%' },
    )
    for (const column of root.querySelectorAll('[data-stage-id]')) watch.observe(column)
    return () => watch.disconnect()
  }, [surface, stages])
  return current
}
