import { clsx } from 'clsx'

/** A grey bar in the place of what comes. Show it only inside `Late`. */
export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden className={clsx('animate-breathe rounded-control bg-hover', className)} />
}
