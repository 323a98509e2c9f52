'use client'
import { CircleAlert, Columns3, Plus } from 'lucide-react'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { PageHeader } from '@/components/shell/page-header'
import { explain } from '@/components/shell/refusal-words'
import { stuckReason, useWorkspace } from '@/components/shell/workspace'
import { Button } from '@/components/ui/button'
import { Skeleton } from '@/components/ui/skeleton'
import { State } from '@/components/ui/state'
import type { BoardSummary } from './board-summary'
import { stageColor } from './column-header'
import { CreateBoard } from './create-board'
import { nounOf } from './nouns'
import { useBoards } from './use-boards'

/** Every board of the workspace, and the way to a new one. */
export function BoardList() {
  const { slug, role } = useWorkspace()
  const boards = useBoards(slug)
  const router = useRouter()
  const [creating, setCreating] = useState(false)
  const stuck = stuckReason(role)
  const create = (
    <Button kind="primary" size="small" reason={stuck} onClick={() => setCreating(true)}>
      <Plus size={14} aria-hidden />
      Create board
    </Button>
  )
  return (
    <>
      <PageHeader action={boards.data && boards.data.length > 0 ? create : null}>
        <h1 className="px-1.5 text-body font-semibold">Boards</h1>
      </PageHeader>
      <main className="flex min-h-0 grow flex-col overflow-y-auto p-3 desk:p-4">
        {boards.data ? (
          boards.data.length > 0 ? (
            <ul className="grid gap-2 desk:grid-cols-[repeat(auto-fill,minmax(20rem,1fr))]">
              {boards.data.map((board) => (
                <li key={board.id}>
                  <Summary board={board} href={`/${slug}/boards/${board.id}`} />
                </li>
              ))}
            </ul>
          ) : (
            <State icon={Columns3} title="There are no boards yet" action={create}>
              A board holds deals or candidates in the stages they pass through.
            </State>
          )
        ) : boards.error ? (
          <State
            alert
            icon={CircleAlert}
            title="The boards could not be loaded"
            action={<Button onClick={() => void boards.refetch()}>Try again</Button>}
          >
            {explain(boards.error)}
          </State>
        ) : (
          <div className="grid gap-2 animate-late desk:grid-cols-[repeat(auto-fill,minmax(20rem,1fr))]" aria-hidden>
            <Skeleton className="h-19" />
            <Skeleton className="h-19" />
          </div>
        )}
      </main>
      <CreateBoard
        open={creating}
        onOpenChange={setCreating}
        onCreated={(id) => router.push(`/${slug}/boards/${id}`)}
      />
    </>
  )
}

function Summary({ board, href }: { board: BoardSummary; href: string }) {
  return (
    <Link
      href={href}
      className="flex flex-col gap-2 rounded-card border bg-surface px-3 py-2.5 text-dense hover:border-border-strong"
    >
      <span className="flex items-baseline gap-2">
        <span dir="auto" className="min-w-0 truncate text-body font-medium">
          {board.name}
        </span>
        <span className="shrink-0 text-meta text-muted">{nounOf(board.object).many}</span>
        {board.isDefault && <span className="ml-auto shrink-0 text-meta text-muted">Default</span>}
      </span>
      <span className="flex flex-wrap gap-x-3 gap-y-1 text-meta text-muted">
        {board.stages.slice(0, 6).map((stage) => (
          <span key={stage.id} className="flex min-w-0 items-center gap-1.5">
            <span aria-hidden className="stage-mark size-2 shrink-0 rounded-full" style={stageColor(stage.color)} />
            <span dir="auto" className="truncate">
              {stage.name}
            </span>
          </span>
        ))}
        {board.stages.length > 6 && <span>+{board.stages.length - 6}</span>}
      </span>
    </Link>
  )
}
