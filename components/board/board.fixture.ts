import type { Board, Card, Column, Stage } from './board'

/** A card as the examples need it: `name` is its id, `rank` its order. */
export function aCard(id: string, rank: string, more: Partial<Card> = {}): Card {
  return {
    id,
    name: id,
    value: 1000,
    currency: 'USD',
    company: null,
    owner: null,
    tags: [],
    expectedClose: null,
    status: 'open',
    stageEnteredAt: '2026-11-01T09:00:00.000Z',
    daysInStage: 3,
    lastActivityAt: '2026-11-01T09:00:00.000Z',
    nextTask: null,
    version: 1,
    rank,
    ...more,
  }
}

/** A column that is loaded whole and whose totals are those of its cards. */
export function aColumn(id: string, cards: Card[], more: Partial<Stage> = {}): Column {
  const stage: Stage = {
    id,
    name: id,
    type: 'open',
    color: null,
    probability: 0.5,
    rottingDays: null,
    wipLimit: null,
    ...more,
  }
  const value = cards.reduce((sum, card) => sum + (card.value ?? 0), 0)
  const totals = value ? [{ currency: 'USD', value, weighted: Math.round(value * stage.probability) }] : []
  return { stage, count: cards.length, totals, cards, nextCursor: null }
}

/** A board `b` of opportunities. */
export function aBoard(...columns: Column[]): Board {
  return { id: 'b', name: 'Sales', object: 'opportunities', rottingDays: null, columns }
}

/** The ids that a column shows, in order. */
export function shownIn(board: Board, stageId: string): string[] {
  return board.columns.find((column) => column.stage.id === stageId)?.cards.map((card) => card.id) ?? []
}
