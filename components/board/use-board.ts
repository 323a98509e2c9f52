import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { type Board, findCard, type Placed, type Spot } from './board'
import type { BoardApi } from './board-api'
import { createCatchUp, readAsShown } from './catch-up'
import { mergeBoard, mergePage } from './merge-board'
import { createMoveQueue } from './move-queue'
import { boardKeys } from './queries'
import type { NewCard } from './quick-add'

type UseBoardInput = {
  workspace: string
  boardId: string
  api: BoardApi
  /** A move to a stage was refused and its card is back where it was. */
  onRefused: (home: Placed, error: unknown, stageId: string) => void
}

/** A board read, moved on and kept level. The board's id must stay the same for the life of the component. */
export function useBoard({ workspace, boardId, api, onRefused }: UseBoardInput) {
  const client = useQueryClient()
  const queryKey = boardKeys.one(workspace, boardId)
  const [told] = useState({ onRefused })
  useEffect(() => {
    told.onRefused = onRefused
  })

  const [work] = useState(() => {
    let epoch = 0
    const loading = new Set<string>()
    const read = () => client.getQueryData<Board>(queryKey)
    const write = (change: (board: Board) => Board) => {
      client.setQueryData<Board>(queryKey, (board) => board && change(board))
    }
    const queue = createMoveQueue({
      read,
      write,
      send: async ({ card }, request) => {
        try {
          return await api.move(card, request)
        } finally {
          epoch++
        }
      },
      refused: (home, error, stageId) => {
        told.onRefused(home, error, stageId)
        catchUp.refresh(home.card.id).catch(() => undefined)
      },
      settled: () => catchUp.resume(),
    })
    const catchUp = createCatchUp({ api, read, write, underWay: queue.underWay, epoch: () => epoch })
    return {
      read,
      queue,
      catchUp,
      move: (cardId: string, spot: Spot) => {
        epoch++
        queue.move(cardId, spot)
      },
      add: async (stageId: string, card: NewCard, key: string) => {
        const { id } = await api.create(stageId, card, key)
        await catchUp.refresh(id).catch(() => undefined)
        const board = read()
        return { id, shown: board !== undefined && findCard(board, id) !== null }
      },
      loadMore: async (stageId: string) => {
        const cursor = read()?.columns.find((column) => column.stage.id === stageId)?.nextCursor
        if (!cursor || loading.has(stageId)) return
        loading.add(stageId)
        try {
          const page = (await api.read({ limit: 50, stageId, cursor })).columns[0]
          if (page) write((board) => mergePage(board, page, queue.underWay))
        } finally {
          loading.delete(stageId)
        }
      },
    }
  })

  const query = useQuery({
    queryKey,
    queryFn: async ({ signal }) => {
      const fresh = await readAsShown(api, work.read(), signal)
      return mergeBoard(work.read(), fresh, work.queue.underWay)
    },
    staleTime: Number.POSITIVE_INFINITY,
    structuralSharing: false,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  })
  const isRead = query.data !== undefined
  // Whatever was told before there was a board to lay it over.
  useEffect(() => {
    if (isRead) work.catchUp.resume()
  }, [isRead, work])

  return {
    board: query.data,
    error: query.error,
    retry: query.refetch,
    move: work.move,
    add: work.add,
    loadMore: work.loadMore,
    hold: work.catchUp.hold,
    hint: work.catchUp.hint,
    reload: work.catchUp.reload,
  }
}
