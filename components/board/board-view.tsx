'use client'
import { DndContext, DragOverlay } from '@dnd-kit/core'
import { useCallback, useEffect, useEffectEvent, useMemo, useRef, useState } from 'react'
import { useTimeZone } from '@/components/shell/workspace'
import { useDay } from '@/components/task/use-day'
import { HintLayer } from '@/components/ui/hint-layer'
import { useColumnInSight } from '@/components/ui/use-column-in-sight'
import { type Board, findCard, findColumn, rottingDaysOf, type Spot } from './board'
import { CardFace } from './card'
import { ColumnView } from './column'
import type { ColumnRegistry } from './column-registry'
import { createDragStore, type DragStore, useLifted } from './drag-store'
import { DragSurface } from './drag-surface'
import { endOf, type MenuFor, MoveMenu } from './move-menu'
import { nounOf } from './nouns'
import type { NewCard } from './quick-add'
import { StageStrip } from './stage-strip'
import { autoScroll, useDrag } from './use-drag'

export type BoardViewProps = {
  board: Board
  /** Why nothing can be moved or added here; null when it can. */
  stuck: string | null
  /** The stage whose quick add is open. */
  adding: string | null
  onAddingChange: (stageId: string | null) => void
  onMove: (cardId: string, spot: Spot) => void
  /** Resolves to the id of the new card once it is saved and, when its place is loaded, on the board. */
  onAdd: (stageId: string, card: NewCard, key: string) => Promise<string>
  onLoadMore: (stageId: string) => Promise<void>
  /** The card whose record is open beside the board. */
  opened: string | null
  /** The card whose record was open until it was closed: it gets the focus back. */
  closed: string | null
  onOpen: (cardId: string) => void
  /** A hand holds a card: what arrives from elsewhere should wait. */
  onHold: (held: boolean) => void
}

/** The board: columns side by side, cards to lift. It is told what to show and tells what was wished. */
export function BoardView(props: BoardViewProps) {
  const { board, stuck, adding, onAddingChange, onMove, onAdd, onLoadMore, onHold, opened, closed, onOpen } = props
  const today = useDay(useTimeZone())
  const noun = useMemo(() => nounOf(board.object), [board.object])
  const currency = useMemo(() => usualCurrency(board), [board])
  const [store] = useState(createDragStore)
  const [registry] = useState<ColumnRegistry>(() => new Map())
  const surface = useRef<HTMLDivElement>(null)
  const drag = useDrag({ board, store, registry, surface, onMove, onHold })
  const [menu, setMenu] = useState<MenuFor | null>(null)
  const stageIds = board.columns.map(({ stage }) => stage.id)
  const current = useColumnInSight(surface, 'data-stage-id', stageIds)

  const [toShow, setToShow] = useState<{ cardId: string; focus: boolean } | null>(null)
  const show = useEffectEvent(({ cardId, focus }: { cardId: string; focus: boolean }) => {
    const at = findCard(board, cardId)
    const column = at && registry.get(at.stageId)
    if (column) column[focus ? 'focus' : 'reveal'](column.cards().findIndex((card) => card.id === cardId))
    else if (focus) surface.current?.querySelector<HTMLElement>('[data-card-id]')?.focus()
  })
  useEffect(() => {
    if (!toShow) return
    const frame = requestAnimationFrame(() => show(toShow))
    return () => cancelAnimationFrame(frame)
  }, [toShow])

  useEffect(() => {
    if (closed !== null) setToShow({ cardId: closed, focus: true })
  }, [closed])
  const bringIntoSight = useEffectEvent((cardId: string) => {
    const at = findCard(board, cardId)
    if (at) columnOf(surface.current, at.stageId)?.scrollIntoView({ inline: 'nearest', block: 'nearest' })
    setToShow({ cardId, focus: false })
  })
  useEffect(() => {
    if (opened !== null) bringIntoSight(opened)
  }, [opened])

  const add = useCallback(
    async (stageId: string, card: NewCard, key: string) =>
      setToShow({ cardId: await onAdd(stageId, card, key), focus: false }),
    [onAdd],
  )
  const openMenu = (cardId: string, button: HTMLElement) => {
    const placed = findCard(board, cardId)
    const { left, top, width, height } = button.getBoundingClientRect()
    if (placed) setMenu({ placed, left, top, width, height })
  }
  const walk = (cardId: string, key: string) => {
    const at = findCard(board, cardId)
    const here = at && registry.get(at.stageId)
    if (!here) return false
    const index = here.cards().findIndex((card) => card.id === cardId)
    if (key === 'ArrowUp' || key === 'ArrowDown') {
      const next = index + (key === 'ArrowUp' ? -1 : 1)
      if (next >= 0 && next < here.cards().length) here.focus(next)
      return true
    }
    const side = nextFilled(board, at.stageId, key === 'ArrowLeft' ? -1 : 1)
    const column = side && registry.get(side)
    if (column) column.focus(Math.min(index, column.cards().length - 1))
    return true
  }

  return (
    <HintLayer className="flex min-h-0 grow flex-col">
      <StageStrip
        columns={board.columns}
        current={current}
        onPick={(stageId) => columnOf(surface.current, stageId)?.scrollIntoView({ inline: 'center', block: 'nearest' })}
      />
      <DndContext
        id="board"
        sensors={drag.sensors}
        collisionDetection={drag.collision}
        autoScroll={autoScroll}
        accessibility={drag.accessibility}
        onDragStart={drag.start}
        onDragEnd={drag.end}
        onDragCancel={drag.cancel}
      >
        <DragSurface
          disabled={stuck !== null}
          gripped={drag.gripped}
          onOpenMenu={openMenu}
          onOpen={onOpen}
          onArrow={walk}
          onScroll={drag.aim}
          scrollerRef={surface}
        >
          {board.columns.map((column) => (
            <ColumnView
              key={column.stage.id}
              column={column}
              rottingDays={rottingDaysOf(board, column.stage)}
              currency={currency}
              noun={noun}
              today={today}
              stuck={stuck}
              opened={opened}
              adding={adding === column.stage.id}
              onAddingChange={onAddingChange}
              onAdd={add}
              onLoadMore={onLoadMore}
              onScroll={drag.aim}
              store={store}
              registry={registry}
            />
          ))}
        </DragSurface>
        <DragOverlay dropAnimation={null} className="cursor-grabbing">
          <LiftedCard store={store} board={board} today={today} />
        </DragOverlay>
      </DndContext>
      <MoveMenu
        menu={menu}
        stages={board.columns.map((column) => column.stage)}
        noun={noun}
        onOpen={(cardId) => {
          setMenu(null)
          onOpen(cardId)
        }}
        onMove={(placed, stageId, end) => {
          const others = findColumn(board, stageId)?.cards.filter((card) => card.id !== placed.card.id) ?? []
          onMove(placed.card.id, endOf(stageId, end, others))
        }}
        onClose={(cardId) => {
          setMenu(null)
          setToShow({ cardId, focus: true })
        }}
      />
    </HintLayer>
  )
}

function LiftedCard({ store, board, today }: { store: DragStore; board: Board; today: string }) {
  const lifted = useLifted(store)
  const stage = lifted && findColumn(board, lifted.stageId)?.stage
  if (!lifted || !stage) return null
  return (
    <div aria-hidden inert className="rounded-card bg-raised shadow-lifted [&>*]:border-border-strong [&>*]:bg-raised">
      <CardFace
        card={lifted.card}
        stageName={stage.name}
        rottingDays={rottingDaysOf(board, stage)}
        today={today}
        stuck={null}
      />
    </div>
  )
}

function columnOf(surface: HTMLElement | null, stageId: string): Element | null {
  return surface?.querySelector(`[data-stage-id="${CSS.escape(stageId)}"]`) ?? null
}

function nextFilled(board: Board, stageId: string, step: 1 | -1): string | null {
  const from = board.columns.findIndex((column) => column.stage.id === stageId)
  for (let i = from + step; i >= 0 && i < board.columns.length; i += step) {
    const column = board.columns[i]
    if (column && column.cards.length > 0) return column.stage.id
  }
  return null
}

/** The currency that most of the board's worth is in; new cards start with it. */
function usualCurrency(board: Board): string {
  const worth = new Map<string, number>()
  for (const { totals } of board.columns) {
    for (const { currency } of totals) worth.set(currency, (worth.get(currency) ?? 0) + 1)
  }
  return [...worth].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 'USD'
}
