import type { ReactNode } from 'react'

type SectionProps = { title: string; explanation: string; action?: ReactNode; children: ReactNode }

/** One section of the settings: what it is for, the one thing to do, and what there is. */
export function Section({ title, explanation, action, children }: SectionProps) {
  return (
    <div className="flex w-full max-w-6xl grow flex-col gap-4 p-4 desk:p-6">
      <div className="flex flex-wrap items-start gap-x-6 gap-y-3">
        <div className="min-w-0 grow basis-72">
          <h2 className="text-title font-semibold wrap-anywhere">{title}</h2>
          <p dir="auto" className="mt-1 max-w-prose text-muted wrap-anywhere">
            {explanation}
          </p>
        </div>
        {action}
      </div>
      {children}
    </div>
  )
}
