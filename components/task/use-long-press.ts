import { type PointerEvent, type SyntheticEvent, useEffect, useRef } from 'react'

const patience = 450
const slack = 10

/** Handlers by which a finger that rests does something, and the click that would follow does not. */
export function useLongPress(act: (() => void) | undefined) {
  const press = useRef<{ timer: ReturnType<typeof setTimeout>; x: number; y: number } | null>(null)
  const acted = useRef(false)
  const forget = () => {
    clearTimeout(press.current?.timer)
    press.current = null
  }
  useEffect(() => () => clearTimeout(press.current?.timer), [])
  if (!act) return {}
  return {
    onPointerDown: ({ pointerType, clientX: x, clientY: y }: PointerEvent) => {
      forget()
      acted.current = false
      if (pointerType !== 'touch') return
      const timer = setTimeout(() => {
        acted.current = true
        act()
      }, patience)
      press.current = { timer, x, y }
    },
    onPointerMove: ({ clientX, clientY }: PointerEvent) => {
      if (press.current && Math.hypot(clientX - press.current.x, clientY - press.current.y) > slack) forget()
    },
    onPointerUp: forget,
    onPointerCancel: forget,
    onClickCapture: (event: SyntheticEvent) => {
      if (!acted.current) return
      acted.current = false
      event.preventDefault()
      event.stopPropagation()
    },
    onContextMenu: (event: SyntheticEvent) => {
      if (acted.current || press.current) event.preventDefault()
    },
  }
}
