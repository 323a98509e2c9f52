import { type RefObject, useEffect, useState } from 'react'

/**
 * The column in the middle of a surface that is scrolled sideways, for the strip that says where one is.
 * @param attribute that columns carry, with what they are told apart by
 */
export function useColumnInSight(
  surface: RefObject<HTMLElement | null>,
  attribute: string,
  columns: readonly string[],
): string | null {
  const [current, setCurrent] = useState<string | null>(columns[0] ?? null)
  const all = columns.join()
  // biome-ignore lint/correctness/useExhaustiveDependencies: others are other columns to watch.
  useEffect(() => {
    const root = surface.current
    if (!root) return
    const watch = new IntersectionObserver(
      (seen) => {
        for (const { isIntersecting, target } of seen) if (isIntersecting) setCurrent(target.getAttribute(attribute))
      },
      { root, rootMargin: '0px -49.5% 0px -49.5%' },
    )
    for (const column of root.querySelectorAll(`[${attribute}]`)) watch.observe(column)
    return () => watch.disconnect()
  }, [surface, attribute, all])
  return current
}
