import type { ReactNode } from 'react'
import { PageHeader } from '@/components/shell/page-header'

/** The frame of a page about flows. */
export function FlowFrame({ title, action, children }: { title: string; action?: ReactNode; children: ReactNode }) {
  return (
    <>
      <PageHeader action={action}>
        <h1 dir="auto" className="truncate px-1.5 text-body font-semibold">
          {title}
        </h1>
      </PageHeader>
      <main className="flex min-h-0 grow flex-col overflow-y-auto">
        <div className="flex w-full max-w-6xl grow flex-col gap-4 p-4 desk:p-6">{children}</div>
      </main>
    </>
  )
}
