'use client'
import { useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { recordKeys } from '@/components/record/queries'
import { RecordDrawer } from '@/components/record/record-drawer'
import { useWorkspace } from '@/components/shell/workspace'
import type { Hint } from './board-api'
import { BoardPage } from './board-page'
import { nounOf } from './nouns'
import { restBoard } from './rest-board'
import { useOpenedRecord } from './use-opened-record'

/** A board of the workspace that this page is in. */
export function WorkspaceBoard({ boardId }: { boardId: string }) {
  const { slug } = useWorkspace()
  const api = useMemo(() => restBoard(slug, boardId), [slug, boardId])
  const client = useQueryClient()
  const { opened, open, close } = useOpenedRecord()
  const refresh = ({ records, reset }: Hint) => {
    const stale = reset ? [recordKeys.all(slug)] : records.map(({ id }) => recordKeys.one(slug, id))
    for (const queryKey of stale) void client.invalidateQueries({ queryKey })
  }
  return (
    <BoardPage
      boardId={boardId}
      api={api}
      opened={opened}
      onOpen={open}
      onClose={close}
      onHint={refresh}
      drawer={(id, board) => (
        <RecordDrawer
          id={id}
          boardId={boardId}
          noun={nounOf(board?.object ?? '')}
          stages={board?.columns.map(({ stage }) => stage)}
          onClose={close}
        />
      )}
    />
  )
}
