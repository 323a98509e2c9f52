import { Tooltip as Radix } from 'radix-ui'
import type { ReactElement } from 'react'

type TooltipProps = {
  text: string
  /** The keys that do the same, shown beside the words. */
  keys?: string
  side?: 'top' | 'right' | 'bottom' | 'left'
  children: ReactElement
}

export const tooltipLook =
  'z-50 max-w-72 rounded-control border bg-raised px-2 py-1 text-meta text-text shadow-float animate-appear'

/** A sentence beside a control, on hover and on focus. */
export function Tooltip({ text, keys, side = 'bottom', children }: TooltipProps) {
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content side={side} sideOffset={6} collisionPadding={8} className={tooltipLook}>
          {text}
          {keys && <kbd className="ml-2 font-sans text-muted">{keys}</kbd>}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
