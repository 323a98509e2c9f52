import type { ReactNode } from 'react'

/** Facts by name. */
export function Facts({ children }: { children: ReactNode }) {
  return (
    <dl className="grid gap-x-6 gap-y-3 rounded-card border bg-surface p-4 text-dense desk:grid-cols-[max-content_1fr]">
      {children}
    </dl>
  )
}

export function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="contents">
      <dt className="-mb-2 text-muted desk:mb-0">{name}</dt>
      <dd className="min-w-0 wrap-anywhere">{children}</dd>
    </div>
  )
}
