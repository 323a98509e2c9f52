'use client'
import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useEffectEvent,
  useState,
  useSyncExternalStore,
} from 'react'
import type { Hint } from '@/components/board/board-api'
import { createLiveStream, type LiveStream, type TaskHint } from './live-stream'
import { useWorkspace } from './workspace'

const Stream = createContext<LiveStream | null>(null)

/** Hears of what others do in this workspace, for every view below: one stream a tab. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const { slug } = useWorkspace()
  const [live] = useState(createLiveStream)
  useEffect(() => live.start(slug), [live, slug])
  return <Stream value={live}>{children}</Stream>
}

type UseBoardHintsInput = {
  onHint: (hint: Hint) => void
  /** The board is told of from now on; whatever happened before is not. */
  onOpen: () => void
}

/**
 * Hears of changes to a board as they happen; null: of none. Gives whether the stream has been down for so long that what
 * is shown may be old.
 */
export function useBoardHints(boardId: string | null, { onHint, onOpen }: UseBoardHintsInput): { down: boolean } {
  const live = useStream()
  const hear = useEffectEvent(onHint)
  const opened = useEffectEvent(onOpen)
  useEffect(() => {
    if (boardId !== null) return live.watchBoard(boardId, { onHint: hear, onOpen: opened })
  }, [live, boardId])
  return { down: useStreamDown() }
}

/** Hears of tasks that have changed; with `reset`, as whenever the stream opens, any may have: read all that is shown. */
export function useTaskHints(onHint: (hint: TaskHint) => void): void {
  const live = useStream()
  const hear = useEffectEvent(onHint)
  useEffect(() => live.watchTasks(hear), [live])
}

/** Whether the stream has been down for so long that what is shown may be old. */
export function useStreamDown(): boolean {
  const live = useStream()
  return useSyncExternalStore(live.watchDown, live.isDown, () => false)
}

/** Hears that what this person was told has changed, or may have. */
export function useNotices(onNotice: () => void): void {
  const live = useStream()
  const hear = useEffectEvent(onNotice)
  useEffect(() => live.watchNotices(hear), [live])
}

function useStream(): LiveStream {
  const live = useContext(Stream)
  if (!live) throw new Error('Nothing is heard here')
  return live
}
