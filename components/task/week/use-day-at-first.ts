import { type RefObject, useLayoutEffect } from 'react'
import type { Day } from '@/components/ui/day'

/** A week that does not fit the screen begins with today, else with its first day. */
export function useDayAtFirst(surface: RefObject<HTMLElement | null>, days: readonly Day[], today: Day): void {
  const [first] = days
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another week is begun anew.
  useLayoutEffect(() => {
    const day = days.includes(today) ? today : first
    const root = surface.current
    const column = root?.querySelector<HTMLElement>(`[data-spot="${day}"]`)
    if (!root || !column) return
    const { left, right } = column.getBoundingClientRect()
    const room = root.getBoundingClientRect()
    if (left < room.left || right > room.right) root.scrollLeft += left - room.left - (room.width - (right - left)) / 2
  }, [first])
}
