import type { Card } from './board'
import type { Row } from './insertion-index'

/** What a mounted column lets the board do with it. */
export type ColumnHandle = {
  /** The list that scrolls. */
  scroller: HTMLElement
  cards: () => readonly Card[]
  /** One row a card, in pixels from the top of the list, seen or not. */
  rows: () => readonly Row[]
  /** Scroll a card into sight. */
  reveal: (index: number) => void
  /** Scroll a card into sight and give it the focus. */
  focus: (index: number) => void
}

export type ColumnRegistry = Map<string, ColumnHandle>

/** The stage whose column lies under this x (viewport pixels); the gap between two belongs to the nearer one. */
export function stageAt(columns: ColumnRegistry, x: number, gap: number): string | null {
  for (const [stageId, { scroller }] of columns) {
    const { left, right } = scroller.getBoundingClientRect()
    if (x >= left - gap / 2 && x < right + gap / 2) return stageId
  }
  return null
}
