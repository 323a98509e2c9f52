'use client'
import { clsx } from 'clsx'
import { CircleUser, SquareKanban } from 'lucide-react'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { UserMenu } from './user-menu'
import { useWorkspace } from './workspace'

const tab = 'flex h-13 grow basis-0 flex-col items-center justify-center gap-0.5 text-meta'

/** The way around at the bottom of a phone's screen. */
export function BottomTabs() {
  const { slug } = useWorkspace()
  const here = usePathname().startsWith(`/${slug}/boards`)
  return (
    <nav
      aria-label="Workspace"
      className="flex shrink-0 border-t bg-surface pb-[env(safe-area-inset-bottom)] desk:hidden"
    >
      <Link
        href={`/${slug}/boards`}
        aria-current={here ? 'page' : undefined}
        className={clsx(tab, here ? 'font-medium text-text' : 'text-muted')}
      >
        <SquareKanban size={18} aria-hidden />
        Boards
      </Link>
      <UserMenu side="top">
        <button type="button" className={clsx(tab, 'text-muted')}>
          <CircleUser size={18} aria-hidden />
          You
        </button>
      </UserMenu>
    </nav>
  )
}
