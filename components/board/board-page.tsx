'use client'
import { CircleAlert, Columns3, SearchX } from 'lucide-react'
import Link from 'next/link'
import { useState } from 'react'
import { toast } from 'sonner'
import { PageHeader } from '@/components/shell/page-header'
import { stuckReason, useWorkspace } from '@/components/shell/workspace'
import { Button } from '@/components/ui/button'
import { State } from '@/components/ui/state'
import type { Placed } from './board'
import type { BoardApi } from './board-api'
import { BoardSkeleton } from './board-skeleton'
import { BoardSwitch } from './board-switch'
import { BoardView } from './board-view'
import { nounOf } from './nouns'
import { explain, isMissing } from './refusal-words'
import { useBoard } from './use-board'
import { useLive } from './use-live'

/** One board of the workspace with its header and every state that it can be in. */
export function BoardPage({ boardId, api }: { boardId: string; api: BoardApi }) {
  const { slug, role } = useWorkspace()
  const { board, error, retry, move, add, loadMore, hold, hint, reload } = useBoard({
    workspace: slug,
    boardId,
    api,
    onRefused: sayRefused,
  })
  const live = useLive({
    workspace: slug,
    boardId,
    onHint: hint,
    onOpen: () => void reload().catch(() => undefined),
  })
  const [adding, setAdding] = useState<string | null>(null)
  const stuck = stuckReason(role)
  const first = board?.columns[0]?.stage.id ?? null

  const addAndSay = async (stageId: string, card: Parameters<typeof add>[1]) => {
    const { id, shown } = await add(stageId, card)
    if (!shown) toast(`${card.name} was added at the end of its stage`)
    return id
  }

  return (
    <>
      <PageHeader
        action={
          board &&
          first && (
            <Button kind="primary" size="small" reason={stuck} onClick={() => setAdding(first)}>
              Create {nounOf(board.object).one}
            </Button>
          )
        }
      >
        <BoardSwitch boardId={boardId} name={board?.name} />
      </PageHeader>
      {live.down && board && (
        <p role="status" className="shrink-0 border-b bg-surface px-4 py-1 text-meta text-muted animate-rise">
          No connection for live changes: what colleagues do shows once it is back
        </p>
      )}
      <main className="flex min-h-0 grow flex-col">
        {board ? (
          board.columns.length > 0 ? (
            <BoardView
              board={board}
              stuck={stuck}
              adding={adding}
              onAddingChange={setAdding}
              onMove={move}
              onAdd={addAndSay}
              onLoadMore={loadMore}
              onHold={hold}
            />
          ) : (
            <State icon={Columns3} title="This board has no stages yet">
              An admin or editor can add them.
            </State>
          )
        ) : error ? (
          <Failed error={error} retry={() => void retry()} listPath={`/${slug}/boards`} />
        ) : (
          <BoardSkeleton />
        )}
      </main>
    </>
  )
}

function Failed({ error, retry, listPath }: { error: Error; retry: () => void; listPath: string }) {
  if (isMissing(error)) {
    return (
      <State
        icon={SearchX}
        title="There is no such board here"
        action={
          <Link href={listPath} className="font-medium text-accent hover:underline">
            See all boards
          </Link>
        }
      >
        It was deleted, or the address belongs to another workspace.
      </State>
    )
  }
  return (
    <State
      alert
      icon={CircleAlert}
      title="The board could not be loaded"
      action={<Button onClick={retry}>Try again</Button>}
    >
      {explain(error)} Nothing on it was changed.
    </State>
  )
}

function sayRefused({ card }: Placed, error: unknown) {
  toast.error(`${card.name} is back where it was`, { description: explain(error), duration: 8000 })
}
