'use client'
import { clsx } from 'clsx'
import { CircleAlert, CloudOff, Columns3, SearchX } from 'lucide-react'
import Link from 'next/link'
import { type ReactNode, useEffect, useEffectEvent, useMemo, useState } from 'react'
import { toast } from 'sonner'
import { useBoardHints } from '@/components/shell/live'
import { PageHeader } from '@/components/shell/page-header'
import { explain, isSignedOut } from '@/components/shell/refusal-words'
import { SignInAgain } from '@/components/shell/sign-in-again'
import { stuckReason, useWorkspace } from '@/components/shell/workspace'
import { Button } from '@/components/ui/button'
import { State } from '@/components/ui/state'
import { type Board, findColumn } from './board'
import type { BoardApi, Hint } from './board-api'
import { BoardSkeleton } from './board-skeleton'
import { BoardSwitch } from './board-switch'
import { BoardView } from './board-view'
import { noticingEndings } from './notice-endings'
import { nounOf } from './nouns'
import type { NewCard } from './quick-add'
import { useBoard } from './use-board'
import { useEscape } from './use-escape'

type BoardPageProps = {
  boardId: string
  api: BoardApi
  /** The card that is open beside the board. */
  opened: string | null
  onOpen: (cardId: string) => void
  onClose: () => void
  /** What shows beside a board that has a card open; the board is undefined while it is read. */
  drawer: (cardId: string, board: Board | undefined) => ReactNode
  /** Others may have changed what is shown beside the board too. */
  onHint: (hint: Hint) => void
}

/** One board of the workspace with its header and every state that it can be in. */
export function BoardPage({ boardId, api, opened, onOpen, onClose, drawer, onHint }: BoardPageProps) {
  const { slug, role } = useWorkspace()
  const [signedOut, setSignedOut] = useState(false)
  const [gone, setGone] = useState(false)
  const noticing = useMemo(
    () => noticingEndings(api, { signedOut: () => setSignedOut(true), gone: () => setGone(true) }),
    [api],
  )
  const { board, error, retry, move, add, loadMore, hold, hint, reload } = useBoard({
    workspace: slug,
    boardId,
    api: noticing,
    onRefused: ({ card }, error, stageId) => {
      const stageName = board && findColumn(board, stageId)?.stage.name
      toast.error(`${card.name} is back where it was`, { description: explain(error, stageName), duration: 8000 })
    },
  })
  const live = useBoardHints(gone ? null : boardId, {
    onHint: (told) => {
      hint(told)
      onHint(told)
    },
    onOpen: () => {
      void reload().catch(() => undefined)
      onHint({ records: [], reset: true })
    },
  })
  // A stream does not tell why it was refused; a read does.
  const askWhy = useEffectEvent(() => void reload().catch(() => undefined))
  useEffect(() => {
    if (live.down) askWhy()
  }, [live.down])
  const [adding, setAdding] = useState<string | null>(null)
  // Kept here: the record may be closed before the board has come.
  const [last, setLast] = useState(opened)
  if (opened !== null && opened !== last) setLast(opened)
  const stuck = stuckReason(role)
  const first = board?.columns[0]?.stage.id ?? null

  const addAndSay = async (stageId: string, card: NewCard, key: string) => {
    const { id, shown } = await add(stageId, card, key)
    if (!shown) toast(`${card.name} was added at the end of its stage`)
    return id
  }

  const page = (
    <>
      <PageHeader
        action={
          board &&
          first &&
          !gone && (
            <Button kind="primary" size="small" reason={stuck} onClick={() => setAdding(first)}>
              Create {nounOf(board.object).one}
            </Button>
          )
        }
      >
        <BoardSwitch boardId={boardId} name={board?.name ?? (error ? 'Board' : undefined)} />
        {live.down && board && !signedOut && !gone && <Offline />}
      </PageHeader>
      {signedOut && board && (
        <p role="alert" className="shrink-0 border-b bg-surface px-4 py-1.5 text-dense animate-rise">
          Your session has ended. Nothing is saved until you <SignInAgain>sign in again</SignInAgain>.
        </p>
      )}
      <main className="flex min-h-0 grow flex-col">
        {gone ? (
          <Gone listPath={`/${slug}/boards`} />
        ) : board ? (
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
              opened={opened}
              closed={opened === null ? last : null}
              onOpen={onOpen}
            />
          ) : (
            <State icon={Columns3} title="This board has no stages yet">
              An admin or editor can add them.
            </State>
          )
        ) : error ? (
          <Failed error={error} retry={() => void retry()} />
        ) : (
          <BoardSkeleton />
        )}
      </main>
    </>
  )
  const beside = opened !== null && !gone && !(error && !board)
  useEscape(beside, onClose)
  return (
    <div className="grid min-h-0 grow grid-cols-[minmax(0,1fr)] grid-rows-[minmax(0,1fr)] wide:flex">
      <div className={clsx('flex min-h-0 min-w-0 grow flex-col [grid-area:1/1]', beside && 'max-wide:invisible')}>
        {page}
      </div>
      {beside && drawer(opened, board)}
    </div>
  )
}

function Offline() {
  return (
    <p role="status" className="flex min-w-0 items-center gap-1.5 text-meta text-muted animate-rise">
      <CloudOff size={14} aria-hidden className="shrink-0" />
      <span className="sr-only truncate desk:not-sr-only">No connection: what colleagues do shows once it is back</span>
    </p>
  )
}

function Gone({ listPath }: { listPath: string }) {
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

function Failed({ error, retry }: { error: Error; retry: () => void }) {
  return (
    <State
      alert
      icon={CircleAlert}
      title="The board could not be loaded"
      action={
        isSignedOut(error) ? <SignInAgain>Sign in again</SignInAgain> : <Button onClick={retry}>Try again</Button>
      }
    >
      {explain(error)} Nothing on it was changed.
    </State>
  )
}
