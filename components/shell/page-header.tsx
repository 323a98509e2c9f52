import type { ReactNode } from 'react'
import { Bell } from './notifications/bell'

/** The line above every page: what this is, and the one thing to do. */
export function PageHeader({ children, action }: { children: ReactNode; action?: ReactNode }) {
  return (
    <header className="flex h-11 shrink-0 items-center gap-2 border-b px-3 desk:px-4">
      <div className="flex min-w-0 grow items-center gap-2">{children}</div>
      {action}
      <Bell side="bottom" className="desk:hidden" />
    </header>
  )
}
