'use client'
import { clsx } from 'clsx'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import type { ReactNode } from 'react'
import { PageHeader } from '@/components/shell/page-header'
import { useWorkspace } from '@/components/shell/workspace'
import { sections } from './sections'

/** The frame of every settings page: where this is, and the other sections. */
export function SettingsFrame({ children }: { children: ReactNode }) {
  const { slug } = useWorkspace()
  const path = usePathname()
  return (
    <>
      <PageHeader>
        <h1 className="sr-only shrink-0 px-1.5 text-body font-semibold desk:not-sr-only">Settings</h1>
        <nav aria-label="Settings" className="flex min-w-0 gap-px overflow-x-auto p-1 text-dense">
          {sections.map((section) => {
            const href = `/${slug}/settings/${section.path}`
            const here = path.startsWith(href)
            return (
              <Link
                key={section.path}
                href={href}
                aria-current={here ? 'page' : undefined}
                className={clsx(
                  'flex h-7 shrink-0 items-center rounded-control px-2 hover:bg-hover hover:text-text',
                  here ? 'bg-hover font-medium text-text' : 'text-muted',
                )}
              >
                {section.name}
              </Link>
            )
          })}
        </nav>
      </PageHeader>
      <main className="flex min-h-0 grow flex-col overflow-y-auto">{children}</main>
    </>
  )
}
