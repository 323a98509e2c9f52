import { useDroppable } from '@dnd-kit/core'
import { defaultRangeExtractor, type Range, useVirtualizer } from '@tanstack/react-virtual'
import {
  memo,
  type ReactNode,
  type RefObject,
  useCallback,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from 'react'
import { Button } from '@/components/ui/button'
import type { Day } from '@/components/ui/day'
import { Skeleton } from '@/components/ui/skeleton'
import type { Card, Column } from './board'
import { CardFace, footLines } from './card'
import { ColumnHeader } from './column-header'
import type { ColumnRegistry } from './column-registry'
import { type DragStore, useLiftedFrom, useLineIn } from './drag-store'
import { insertionLine, type Row } from './insertion-index'
import type { Noun } from './nouns'
import { type NewCard, QuickAdd } from './quick-add'

const gap = 8
const edge = 4

export type ColumnViewProps = {
  column: Column
  /** Days without activity after which a card here is stalled. */
  rottingDays: number
  currency: string
  noun: Noun
  today: Day
  /** Why nothing can be moved or added; null when it can. */
  stuck: string | null
  /** The card whose record is open beside the board. */
  opened: string | null
  adding: boolean
  onAddingChange: (stageId: string | null) => void
  onAdd: (stageId: string, card: NewCard, key: string) => Promise<void>
  onLoadMore: (stageId: string) => Promise<void>
  /** The list was scrolled, by whatever hand. */
  onScroll: () => void
  store: DragStore
  registry: ColumnRegistry
}

/** One stage: header, the cards that are in sight, and the way to add one. */
export const ColumnView = memo(function ColumnView(props: ColumnViewProps) {
  const { column, noun, currency, stuck, adding, onAddingChange, onAdd } = props
  const { stage } = column
  const id = useId()
  const add = useCallback((card: NewCard, key: string) => onAdd(stage.id, card, key), [onAdd, stage.id])
  return (
    <section
      aria-labelledby={id}
      data-stage-id={stage.id}
      className="flex h-full w-[88vw] shrink-0 snap-center flex-col desk:w-72 desk:snap-align-none"
    >
      <ColumnHeader column={column} id={id} />
      <CardList {...props} headingId={id} />
      <div className="shrink-0 pt-1 pb-2">
        <QuickAdd
          noun={noun}
          stageName={stage.name}
          currency={currency}
          open={adding}
          onOpenChange={(open) => onAddingChange(open ? stage.id : null)}
          onAdd={add}
          stuck={stuck}
        />
      </div>
    </section>
  )
})

function CardList(props: ColumnViewProps & { headingId: string }) {
  const { column, rottingDays, today, stuck, opened, noun, store, registry, onScroll, headingId } = props
  const { stage, cards, nextCursor } = column
  const scroller = useRef<HTMLDivElement>(null)
  const list = useRef<HTMLUListElement>(null)
  const lifted = useLiftedFrom(store, stage.id)
  const [focused, setFocused] = useState<string | null>(null)
  const kept = [lifted, focused].map((id) => (id === null ? -1 : cards.findIndex((card) => card.id === id)))
  const virtual = useVirtualizer({
    count: cards.length,
    gap,
    paddingStart: edge,
    paddingEnd: edge,
    overscan: 4,
    getScrollElement: () => scroller.current,
    getItemKey: (index) => cards[index]?.id ?? index,
    estimateSize: (index) => guessHeight(cards[index]),
    rangeExtractor: (range) => withKept(range, kept),
  })
  const more = useMore(props, virtual.range?.endIndex ?? 0)
  useHandle(registry, stage.id, scroller, cards, virtual)

  return (
    <DropArea stageId={stage.id} list={list}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: it only notes which of its cards has the focus. */}
      <div
        ref={scroller}
        onScroll={onScroll}
        onFocus={(event) => setFocused(cardIdOf(event.target))}
        onBlur={() => setFocused(null)}
        className="relative min-h-0 grow overflow-x-hidden overflow-y-auto overscroll-y-contain [overflow-anchor:none]"
      >
        <ul
          ref={list}
          aria-labelledby={headingId}
          className="relative mx-px"
          style={{ height: virtual.getTotalSize() }}
        >
          {virtual.getVirtualItems().map((row) => {
            const card = cards[row.index]
            return card ? (
              <li
                key={row.key}
                ref={virtual.measureElement}
                data-index={row.index}
                aria-setsize={column.count}
                aria-posinset={row.index + 1}
                className="absolute inset-x-0 top-0"
                style={{ transform: `translateY(${row.start}px)` }}
              >
                <CardFace
                  card={card}
                  stageName={stage.name}
                  rottingDays={rottingDays}
                  today={today}
                  origin={card.id === lifted}
                  open={card.id === opened}
                  stuck={stuck}
                />
              </li>
            ) : null
          })}
          <InsertionLine store={store} stageId={stage.id} cards={cards} rows={() => virtual.measurementsCache} />
        </ul>
        {nextCursor !== null && (more.failed ? <Retry retry={more.load} /> : <Skeleton className="mx-px h-20" />)}
        {column.count === 0 && (
          <p className="pointer-events-none px-3 py-6 text-center text-dense text-muted">No {noun.many} here yet</p>
        )}
      </div>
    </DropArea>
  )
}

/**
 * The one droppable of a column. It re-renders as the drag passes over columns; the list inside does not. It is the list
 * and not what scrolls it: only ancestors of a droppable are scrolled at their edges.
 */
function DropArea(props: { stageId: string; list: RefObject<HTMLElement | null>; children: ReactNode }) {
  const { stageId, list, children } = props
  const { setNodeRef } = useDroppable({ id: stageId })
  useLayoutEffect(() => {
    setNodeRef(list.current)
    return () => setNodeRef(null)
  }, [setNodeRef, list])
  return children
}

type LineProps = { store: DragStore; stageId: string; cards: readonly Card[]; rows: () => readonly Row[] }

function InsertionLine({ store, stageId, cards, rows }: LineProps) {
  const line = useLineIn(store, stageId)
  if (line === null) return null
  const index = line === 'top' ? 0 : cards.findIndex((card) => card.id === line) + 1
  return (
    <li
      aria-hidden
      data-insertion-line
      className="pointer-events-none absolute inset-x-0 -top-px z-10 h-0.5 rounded-full bg-accent"
      style={{ transform: `translateY(${insertionLine(rows().slice(0, cards.length), index, gap)}px)` }}
    />
  )
}

/** Asks for the next page when the end of what is loaded comes near. */
function useMore({ column, onLoadMore }: ColumnViewProps, lastSeen: number) {
  const [failed, setFailed] = useState(false)
  const { stage, nextCursor, cards } = column
  const load = useCallback(() => {
    setFailed(false)
    onLoadMore(stage.id).catch(() => setFailed(true))
  }, [onLoadMore, stage.id])
  const near = nextCursor !== null && lastSeen >= cards.length - 12
  // biome-ignore lint/correctness/useExhaustiveDependencies: each new cursor is another page to ask for.
  useEffect(() => {
    if (near) load()
  }, [near, nextCursor, load])
  return { failed, load }
}

function Retry({ retry }: { retry: () => void }) {
  return (
    <div role="alert" className="flex items-center gap-2 px-2 py-3 text-dense text-muted">
      More could not be loaded
      <Button size="small" onClick={retry}>
        Try again
      </Button>
    </div>
  )
}

type Rows = { measurementsCache: readonly Row[]; scrollToIndex: (index: number) => void }

function useHandle(
  registry: ColumnRegistry,
  stageId: string,
  scroller: RefObject<HTMLElement | null>,
  cards: readonly Card[],
  virtual: Rows,
) {
  const latest = useRef({ cards, virtual })
  useLayoutEffect(() => {
    latest.current = { cards, virtual }
  })
  useLayoutEffect(() => {
    const element = scroller.current
    if (!element) return
    const find = (index: number) => element.querySelector<HTMLElement>(`[data-index="${index}"] [data-card-id]`)
    registry.set(stageId, {
      scroller: element,
      cards: () => latest.current.cards,
      rows: () => latest.current.virtual.measurementsCache,
      reveal: (index) => latest.current.virtual.scrollToIndex(index),
      focus: (index) => {
        latest.current.virtual.scrollToIndex(index)
        whenThere(
          () => find(index),
          (card) => card.focus(),
        )
      },
    })
    return () => {
      registry.delete(stageId)
    }
  }, [registry, stageId, scroller])
}

/** Most frames that a card may take to be there after its list was scrolled to it. */
const patience = 30

function whenThere(find: () => HTMLElement | null, use: (element: HTMLElement) => void, frames = patience): void {
  requestAnimationFrame(() => {
    const element = find()
    // Seen, or it takes no focus: a board behind a record shows itself a moment after the record is gone.
    if (element?.checkVisibility({ visibilityProperty: true })) use(element)
    else if (frames > 0) whenThere(find, use, frames - 1)
  })
}

function withKept(range: Range, kept: number[]): number[] {
  const seen = defaultRangeExtractor(range)
  const missing = kept.filter((index) => index >= 0 && !seen.includes(index))
  return missing.length > 0 ? [...new Set([...seen, ...missing])].sort((a, b) => a - b) : seen
}

function cardIdOf(target: EventTarget): string | null {
  return target instanceof Element ? (target.closest('[data-card-id]')?.getAttribute('data-card-id') ?? null) : null
}

function guessHeight(card: Card | undefined): number {
  if (!card) return 84
  const lines = [card.company ? 22 : 0, card.tags.length > 0 ? 24 : 0, [0, 26, 48][footLines(card)] ?? 0]
  return 22 + 18 * (card.name.length > 36 ? 2 : 1) + lines.reduce((sum, height) => sum + height)
}
