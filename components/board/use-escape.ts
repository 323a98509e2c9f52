import { useEffect, useEffectEvent } from 'react'

/**
 * Calls back on Escape, wherever the focus is, unless somebody nearer takes it: a menu, a dialog, a line that is
 * written in, a drag.
 */
export function useEscape(active: boolean, onEscape: () => void): void {
  const leave = useEffectEvent(onEscape)
  useEffect(() => {
    if (!active) return
    let dragging = false
    // By the time that the key has come up to here, the drag that it ended is gone.
    const look = () => {
      dragging = document.querySelector('[data-dragging]') !== null
    }
    const hear = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented && !dragging) leave()
    }
    window.addEventListener('keydown', look, true)
    window.addEventListener('keydown', hear)
    return () => {
      window.removeEventListener('keydown', look, true)
      window.removeEventListener('keydown', hear)
    }
  }, [active])
}
