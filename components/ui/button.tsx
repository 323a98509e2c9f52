import { clsx } from 'clsx'
import type { ComponentProps } from 'react'
import { Tooltip } from './tooltip'

const kinds = {
  primary: 'bg-accent text-on-accent hover:bg-[color-mix(in_oklch,var(--accent)_88%,var(--text))]',
  plain: 'border bg-surface text-text hover:border-border-strong',
  quiet: 'text-muted hover:bg-hover hover:text-text',
  danger: 'bg-danger text-on-accent hover:bg-[color-mix(in_oklch,var(--danger)_88%,var(--text))]',
} as const

const sizes = {
  small: 'h-7 px-2 text-dense',
  medium: 'h-8 px-3 text-dense',
  icon: 'size-7 justify-center',
} as const

export type ButtonProps = ComponentProps<'button'> & {
  kind?: keyof typeof kinds
  size?: keyof typeof sizes
  /** Why it can not be pressed now: disables it and says so in a tooltip. */
  reason?: string | null
  /** Something is under way: pressing again does nothing. */
  busy?: boolean
}

/** How a button looks, for a link that is one to the eye. */
export const buttonLook = (kind: keyof typeof kinds, size: keyof typeof sizes): string =>
  clsx(
    'inline-flex shrink-0 items-center gap-1.5 rounded-control font-medium whitespace-nowrap transition-[opacity,border-color,background-color] duration-120 select-none',
    kinds[kind],
    sizes[size],
  )

/** A verb to press. A disabled button stays reachable, so that everybody can learn why. */
export function Button({
  kind = 'plain',
  size = 'medium',
  reason,
  busy,
  className,
  onClick,
  type,
  ...rest
}: ButtonProps) {
  const off = Boolean(reason) || Boolean(busy)
  const button = (
    <button
      {...rest}
      type={type === 'submit' && !off ? 'submit' : 'button'}
      aria-disabled={off || undefined}
      aria-busy={busy || undefined}
      onClick={off ? undefined : onClick}
      className={clsx(buttonLook(kind, size), off && 'opacity-55', className)}
    />
  )
  return reason ? <Tooltip text={reason}>{button}</Tooltip> : button
}
