'use client'
import { clsx } from 'clsx'
import { CircleCheck, PanelLeftClose, PanelLeftOpen, Settings, SquareKanban, Workflow } from 'lucide-react'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { type ComponentProps, useState } from 'react'
import { useBoards } from '@/components/board/use-boards'
import { useWaiting } from '@/components/task/use-task-counts'
import { Avatar } from '@/components/ui/avatar'
import { Button } from '@/components/ui/button'
import { Tooltip } from '@/components/ui/tooltip'
import { Bell } from './notifications/bell'
import { sidebarCookie } from './sidebar-cookie'
import { UserMenu } from './user-menu'
import { useWorkspace } from './workspace'

/** The way around, at the left of a desk's screen; folds to its icons. */
export function Sidebar({ folded: foldedAtFirst }: { folded: boolean }) {
  const { slug, name, user } = useWorkspace()
  const [folded, setFolded] = useState(foldedAtFirst)
  const boards = useBoards(slug)
  const path = usePathname()
  const fold = () => {
    setFolded(!folded)
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in Safari before 18.4.
    document.cookie = `${sidebarCookie}=${folded ? 'open' : 'folded'}; path=/; max-age=31536000; samesite=lax`
  }
  const listPath = `/${slug}/boards`
  const tasksPath = `/${slug}/tasks`
  const flowsPath = `/${slug}/flows`
  return (
    <aside
      className={clsx(
        'hidden shrink-0 flex-col gap-3 border-r bg-surface p-2 text-dense desk:flex',
        folded ? 'w-13 items-center' : 'w-55',
      )}
    >
      <div className={clsx('flex items-center gap-1', folded ? 'flex-col' : 'h-7')}>
        {!folded && (
          <span dir="auto" className="grow truncate px-2 font-semibold" title={name}>
            {name}
          </span>
        )}
        <Bell side="right" className={clsx(folded && 'order-last')} />
        <Tooltip text={folded ? 'Unfold the sidebar' : 'Fold the sidebar'} side="right">
          <Button
            kind="quiet"
            size="icon"
            onClick={fold}
            aria-label={folded ? 'Unfold the sidebar' : 'Fold the sidebar'}
          >
            {folded ? <PanelLeftOpen size={16} aria-hidden /> : <PanelLeftClose size={16} aria-hidden />}
          </Button>
        </Tooltip>
      </div>
      <nav aria-label="Workspace" className="flex min-h-0 grow flex-col gap-px overflow-y-auto">
        <Tooltip text="Tasks" keys="g t" side="right">
          <Entry href={tasksPath} here={path.startsWith(tasksPath)} aria-label={folded ? 'Tasks' : undefined}>
            <CircleCheck size={16} aria-hidden className="shrink-0" />
            {!folded && 'Tasks'}
            {!folded && <Waiting />}
          </Entry>
        </Tooltip>
        <Tooltip text="Boards" keys="g b" side="right">
          <Entry
            href={listPath}
            here={folded ? path.startsWith(listPath) : path === listPath}
            aria-label={folded ? 'Boards' : undefined}
          >
            <SquareKanban size={16} aria-hidden className="shrink-0" />
            {!folded && 'Boards'}
          </Entry>
        </Tooltip>
        {!folded &&
          boards.data?.map((board) => {
            const href = `${listPath}/${board.id}`
            return (
              <Entry key={board.id} href={href} here={path === href} className="pl-8">
                <span dir="auto" className="truncate">
                  {board.name}
                </span>
              </Entry>
            )
          })}
        <Tooltip text="Flows" keys="g f" side="right">
          <Entry href={flowsPath} here={path.startsWith(flowsPath)} aria-label={folded ? 'Flows' : undefined}>
            <Workflow size={16} aria-hidden className="shrink-0" />
            {!folded && 'Flows'}
          </Entry>
        </Tooltip>
        <Tooltip text="Settings" side="right">
          <Entry
            href={`/${slug}/settings`}
            here={path.startsWith(`/${slug}/settings`)}
            aria-label={folded ? 'Settings' : undefined}
            className="mt-auto"
          >
            <Settings size={16} aria-hidden className="shrink-0" />
            {!folded && 'Settings'}
          </Entry>
        </Tooltip>
      </nav>
      <UserMenu side="top">
        <button
          type="button"
          aria-label={`${user.name}: theme and sign out`}
          className="flex h-8 w-full items-center gap-2 rounded-control px-2 text-left hover:bg-hover"
        >
          <Avatar id={user.id} name={user.name} />
          {!folded && (
            <span dir="auto" className="truncate">
              {user.name}
            </span>
          )}
        </button>
      </UserMenu>
    </aside>
  )
}

/** How many tasks wait today. */
function Waiting() {
  const waiting = useWaiting()
  if (!waiting) return null
  return (
    <span className="ml-auto text-meta font-normal text-muted figures">
      {new Intl.NumberFormat().format(waiting)}
      <span className="sr-only"> due today or overdue</span>
    </span>
  )
}

function Entry({ here, className, ...link }: ComponentProps<typeof Link> & { here: boolean }) {
  return (
    <Link
      {...link}
      aria-current={here ? 'page' : undefined}
      className={clsx(
        'flex h-7 shrink-0 items-center gap-2 rounded-control px-2 text-muted hover:bg-hover hover:text-text',
        here && 'bg-hover font-medium text-text',
        className,
      )}
    />
  )
}
