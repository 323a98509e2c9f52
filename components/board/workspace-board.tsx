'use client'
import { useMemo } from 'react'
import { useWorkspace } from '@/components/shell/workspace'
import { BoardPage } from './board-page'
import { restBoard } from './rest-board'

/** A board of the workspace that this page is in. */
export function WorkspaceBoard({ boardId }: { boardId: string }) {
  const { slug } = useWorkspace()
  const api = useMemo(() => restBoard(slug, boardId), [slug, boardId])
  return <BoardPage boardId={boardId} api={api} />
}
