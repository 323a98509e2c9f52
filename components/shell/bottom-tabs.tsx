'use client'
import { clsx } from 'clsx'
import { CircleCheck, CircleUser, Settings, SquareKanban, Workflow } from 'lucide-react'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { UserMenu } from './user-menu'
import { useWorkspace } from './workspace'

const tab = 'flex h-13 grow basis-0 flex-col items-center justify-center gap-0.5 text-meta'

const places = [
  { at: 'tasks', name: 'Tasks', icon: CircleCheck },
  { at: 'boards', name: 'Boards', icon: SquareKanban },
  { at: 'flows', name: 'Flows', icon: Workflow },
  { at: 'settings', name: 'Settings', icon: Settings },
]

/** The way around at the bottom of a phone's screen. */
export function BottomTabs() {
  const { slug } = useWorkspace()
  const path = usePathname()
  return (
    <nav
      aria-label="Workspace"
      className="flex shrink-0 border-t bg-surface pb-[env(safe-area-inset-bottom)] desk:hidden"
    >
      {places.map(({ at, name, icon: Icon }) => {
        const here = path.startsWith(`/${slug}/${at}`)
        return (
          <Link
            key={at}
            href={`/${slug}/${at}`}
            aria-current={here ? 'page' : undefined}
            className={clsx(tab, here ? 'font-medium text-text' : 'text-muted')}
          >
            <Icon size={18} aria-hidden />
            {name}
          </Link>
        )
      })}
      <UserMenu side="top">
        <button type="button" className={clsx(tab, 'text-muted')}>
          <CircleUser size={18} aria-hidden />
          You
        </button>
      </UserMenu>
    </nav>
  )
}
