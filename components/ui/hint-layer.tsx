'use client'
import { Tooltip } from 'radix-ui'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { tooltipLook } from './tooltip'

type Hint = { text: string; left: number; top: number; width: number; height: number }

/**
 * One tooltip for any number of small marks: whatever carries `data-hint` below it shows that text on hover. Lists of
 * thousands of rows thereby pay nothing for their tooltips. A mark must say the same to a screen reader by itself.
 */
export function HintLayer({ children, className }: { children: ReactNode; className?: string }) {
  const [hint, setHint] = useState<Hint | null>(null)
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  const layer = useRef<HTMLDivElement>(null)

  useEffect(() => {
    const root = layer.current
    if (!root) return
    const hide = () => {
      clearTimeout(timer.current)
      setHint(null)
    }
    const show = (event: PointerEvent) => {
      if (event.pointerType === 'touch' || event.buttons !== 0) return
      const mark = event.target instanceof Element ? event.target.closest('[data-hint]') : null
      const text = mark?.getAttribute('data-hint')
      if (!mark || !text) return hide()
      clearTimeout(timer.current)
      timer.current = setTimeout(() => {
        const { left, top, width, height } = mark.getBoundingClientRect()
        if (mark.isConnected) setHint({ text, left, top, width, height })
      }, 400)
    }
    // Gone before the key gets to the tooltip, which would keep it from whatever else it closes.
    const leave = (event: KeyboardEvent) => {
      if (event.key === 'Escape') flushSync(hide)
    }
    window.addEventListener('keydown', leave, true)
    root.addEventListener('pointerover', show)
    root.addEventListener('pointerleave', hide)
    root.addEventListener('pointerdown', hide)
    root.addEventListener('scroll', hide, true)
    return () => {
      hide()
      window.removeEventListener('keydown', leave, true)
      root.removeEventListener('pointerover', show)
      root.removeEventListener('pointerleave', hide)
      root.removeEventListener('pointerdown', hide)
      root.removeEventListener('scroll', hide, true)
    }
  }, [])

  return (
    <div ref={layer} className={className}>
      {children}
      <Tooltip.Root open={hint !== null}>
        <Tooltip.Trigger asChild>
          <span
            aria-hidden
            className="pointer-events-none fixed"
            style={hint ? { left: hint.left, top: hint.top, width: hint.width, height: hint.height } : undefined}
          />
        </Tooltip.Trigger>
        <Tooltip.Portal>
          <Tooltip.Content
            key={hint ? `${hint.left},${hint.top}` : 'none'}
            side="top"
            sideOffset={6}
            collisionPadding={8}
            className={tooltipLook}
          >
            {hint?.text}
          </Tooltip.Content>
        </Tooltip.Portal>
      </Tooltip.Root>
    </div>
  )
}
