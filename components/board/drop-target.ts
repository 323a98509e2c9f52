import type { Placed, Spot } from './board'
import type { ColumnHandle } from './column-registry'
import type { DropTarget } from './drag-store'
import { insertionIndex } from './insertion-index'

/**
 * Where a card dropped at this height (viewport pixels) would land in this column; null where it would stay where it
 * is.
 */
export function dropTargetAt(stageId: string, column: ColumnHandle, y: number, lifted: Placed): DropTarget | null {
  const cards = column.cards()
  const top = column.scroller.getBoundingClientRect().top - column.scroller.scrollTop
  const index = insertionIndex(column.rows().slice(0, cards.length), y - top)
  const afterId = cards[index - 1]?.id ?? null
  if (lifted.stageId === stageId) {
    const from = cards.findIndex((card) => card.id === lifted.card.id)
    if (index === from || index === from + 1) return null
  }
  return { stageId, afterId }
}

/** The wish that puts a card exactly where the line shows: behind the card above it, else before the first. */
export function spotOf(target: DropTarget, column: Pick<ColumnHandle, 'cards'>, liftedId: string): Spot {
  const { stageId, afterId } = target
  if (afterId !== null) return { stageId, at: { after: afterId } }
  const first = column.cards().find((card) => card.id !== liftedId)
  return { stageId, at: first ? { before: first.id } : 'end' }
}
