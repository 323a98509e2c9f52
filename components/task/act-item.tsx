import { Check } from 'lucide-react'
import { DropdownMenu } from 'radix-ui'
import type { ReactNode } from 'react'
import { menuLook } from '@/components/ui/menu'

type ActItemProps = {
  icon?: ReactNode
  /** The key that does the same. */
  keys?: string
  /** What comes of it, at the right. */
  aside?: string
  ticked?: boolean
  /** By what it is found when typed. */
  text?: string
  onSelect: (event: Event) => void
  children: ReactNode
}

/** One thing to choose in a menu of tasks. */
export function ActItem({ icon, keys, aside, ticked, text, onSelect, children }: ActItemProps) {
  return (
    <DropdownMenu.Item className={`${menuLook.item} pointer-coarse:h-11`} data-text={text} onSelect={onSelect}>
      {icon && (
        <span aria-hidden className="grid w-5 shrink-0 place-items-center text-muted">
          {icon}
        </span>
      )}
      {children}
      {aside && <span className="ml-auto pl-4 text-meta whitespace-nowrap text-muted figures">{aside}</span>}
      {ticked && (
        <span className="ml-auto pl-4">
          <Check size={14} aria-hidden />
          <span className="sr-only">, as it is</span>
        </span>
      )}
      {keys && (
        <kbd aria-hidden className="ml-auto pl-4 font-sans text-meta text-muted pointer-coarse:hidden">
          {keys}
        </kbd>
      )}
    </DropdownMenu.Item>
  )
}
