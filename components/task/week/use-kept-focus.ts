import { type FocusEvent, type RefObject, useLayoutEffect, useRef } from 'react'

/**
 * The task that has the focus keeps it when it is drawn somewhere else; when it is gone, the next that is left gets it.
 * @param order the ids of the tasks that are shown
 */
export function useKeptFocus(root: RefObject<HTMLElement | null>, order: readonly string[]) {
  const focused = useRef<string | null>(null)
  const before = useRef(order)
  useLayoutEffect(() => {
    const was = before.current
    before.current = order
    const id = focused.current
    if (id === null || document.activeElement !== document.body) return
    const rest = new Set(order)
    const at = was.indexOf(id)
    const heir =
      (rest.has(id) ? id : undefined) ??
      was.slice(at + 1).find((each) => rest.has(each)) ??
      was.slice(0, Math.max(0, at)).findLast((each) => rest.has(each))
    if (heir) titleOf(root.current, heir)?.focus()
  })
  return {
    onFocus: ({ target }: FocusEvent) => {
      focused.current = target.closest('[data-task-id]')?.getAttribute('data-task-id') ?? null
    },
    onBlur: ({ target }: FocusEvent) => {
      if (target.isConnected) focused.current = null
    },
  }
}

/** The title of a task, which is what takes the focus. */
export const titleOf = (root: HTMLElement | null, taskId: string): HTMLElement | null | undefined =>
  root?.querySelector<HTMLElement>(`[data-task-id="${CSS.escape(taskId)}"] [data-title]`)
