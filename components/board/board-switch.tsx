import { Check, ChevronsUpDown, Download, Upload } from 'lucide-react'
import Link from 'next/link'
import { DropdownMenu } from 'radix-ui'
import { stuckReason, useWorkspace } from '@/components/shell/workspace'
import { menuLook } from '@/components/ui/menu'
import { Skeleton } from '@/components/ui/skeleton'
import { nounOf } from './nouns'
import { useBoards } from './use-boards'

/** The title of a board page, and the way to the other boards. */
export function BoardSwitch({ boardId, name }: { boardId: string; name: string | undefined }) {
  const { slug, role } = useWorkspace()
  const boards = useBoards(slug)
  const known = boards.data?.find((board) => board.id === boardId)
  const title = name ?? known?.name
  const object = known?.object
  return (
    <h1 className="min-w-0">
      <DropdownMenu.Root modal={false}>
        <DropdownMenu.Trigger className="flex h-7 max-w-full items-center gap-1 rounded-control px-1.5 text-body font-semibold hover:bg-hover">
          {title ? (
            <span dir="auto" className="truncate">
              {title}
            </span>
          ) : (
            <>
              <span className="sr-only">Board</span>
              <span className="animate-late">
                <Skeleton className="h-4 w-32" />
              </span>
            </>
          )}
          <ChevronsUpDown size={14} aria-hidden className="shrink-0 text-muted" />
        </DropdownMenu.Trigger>
        <DropdownMenu.Portal>
          <DropdownMenu.Content align="start" sideOffset={4} collisionPadding={8} className={menuLook.content}>
            {boards.data?.map((board) => (
              <DropdownMenu.Item key={board.id} asChild className={menuLook.item}>
                <Link href={`/${slug}/boards/${board.id}`}>
                  <span dir="auto" className="truncate">
                    {board.name}
                  </span>
                  {board.id === boardId && <Check size={14} aria-label="Shown now" className="ml-auto shrink-0" />}
                </Link>
              </DropdownMenu.Item>
            ))}
            <DropdownMenu.Separator className={menuLook.separator} />
            <DropdownMenu.Item asChild className={menuLook.item}>
              <Link href={`/${slug}/boards`}>All boards</Link>
            </DropdownMenu.Item>
            <DropdownMenu.Separator className={menuLook.separator} />
            {object && !stuckReason(role) && (
              <DropdownMenu.Item asChild className={menuLook.item}>
                <Link href={`/${slug}/import?object=${object}&board=${boardId}`}>
                  <Upload size={14} aria-hidden className="text-muted" />
                  Import {nounOf(object).many}
                </Link>
              </DropdownMenu.Item>
            )}
            <DropdownMenu.Item asChild className={menuLook.item}>
              <a href={`/api/v1/pipelines/${boardId}/export?workspace=${slug}`} download>
                <Download size={14} aria-hidden className="text-muted" />
                Export as CSV
              </a>
            </DropdownMenu.Item>
          </DropdownMenu.Content>
        </DropdownMenu.Portal>
      </DropdownMenu.Root>
    </h1>
  )
}
