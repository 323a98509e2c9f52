import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'

type StateProps = {
  icon: LucideIcon
  title: string
  children?: ReactNode
  action?: ReactNode
  /** An error interrupts a screen reader; an empty place does not. */
  alert?: boolean
}

/** One sentence in the middle of an empty or failed place, and the one thing to do about it. */
export function State({ icon: Icon, title, children, action, alert }: StateProps) {
  return (
    <div
      role={alert ? 'alert' : undefined}
      className="m-auto flex max-w-sm flex-col items-center gap-2 px-6 py-12 text-center"
    >
      <Icon size={20} strokeWidth={1.75} className={alert ? 'text-danger' : 'text-muted'} aria-hidden />
      <h2 className="text-body font-semibold">{title}</h2>
      {children && <p className="text-muted">{children}</p>}
      {action && <div className="mt-2">{action}</div>}
    </div>
  )
}
