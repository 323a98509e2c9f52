import { type Board, findCard, findColumn, type Placed, type Spot } from './board'
import type { UnderWay } from './merge-board'
import { placeCard, settleCard, unplaceCard } from './place-card'

/**
 * Where the server is asked to put a card: by neighbour (with the position for the case that it is gone by then), by
 * position, or (in an empty stage) just the stage.
 */
export type MoveRequest = { stageId: string; afterId?: string; beforeId?: string; orderIndex?: number }

export type MoveQueueInput = {
  read: () => Board | undefined
  write: (change: (board: Board) => Board) => void
  /** Sends one move; resolves to the card as confirmed, with its stage. */
  send: (placed: Placed, request: MoveRequest) => Promise<Placed>
  /** A move to this stage was refused and its card is back. */
  refused: (home: Placed, error: unknown, stageId: string) => void
  /** Every move has its answer. */
  settled: () => void
  now?: () => string
}

export type MoveQueue = {
  /** Show the card at its spot at once and tell the server in one request. */
  move: (cardId: string, spot: Spot) => void
  underWay: UnderWay
}

/** `home` is where the server has the card, `shown` where the board has it, `wish` what was not sent yet. */
type Entry = { home: Placed; shown: Placed; shownIn: string; wish: Spot | null; inFlight: MoveRequest | null }

/**
 * Moves under way. Requests of one card never overtake each other: while one is in flight only the last wish is kept.
 * A card dropped beside another whose own move has no answer yet waits for that answer, so that the neighbour named
 * in a request is always one that the server knows there; nor does a card leave while another is sent beside it. Waiting follows the order of the drops: it never deadlocks.
 */
export function createMoveQueue({ read, write, send, refused, settled, now }: MoveQueueInput): MoveQueue {
  const entries = new Map<string, Entry>()
  const moment = now ?? (() => new Date().toISOString())

  function move(cardId: string, spot: Spot): void {
    const board = read()
    const known = entries.get(cardId)
    const placed = known?.shown ?? (board && findCard(board, cardId))
    if (!board || !placed || !findColumn(board, spot.stageId)) return
    const home = known?.home ?? placed
    write((current) => placeCard(current, placed, spot, moment()))
    const after = read()
    const shown = { card: (after && findCard(after, cardId)?.card) ?? placed.card, stageId: spot.stageId }
    entries.delete(cardId)
    entries.set(cardId, { home, shown, shownIn: spot.stageId, wish: spot, inFlight: known?.inFlight ?? null })
    sendReady()
  }

  function sendReady(): void {
    for (const [cardId, entry] of entries) {
      const board = read()
      if (!board || entry.inFlight || !entry.wish || isNamed(cardId)) continue
      const request = requestFor(board, cardId, entry.wish, entries)
      if (request) void dispatch(cardId, entry, request)
    }
  }

  /** Another card is on its way to a place beside this one, which must not leave before that is answered. */
  function isNamed(cardId: string): boolean {
    return [...entries.values()].some(({ inFlight }) => inFlight?.afterId === cardId || inFlight?.beforeId === cardId)
  }

  async function dispatch(cardId: string, entry: Entry, request: MoveRequest): Promise<void> {
    entry.wish = null
    entry.inFlight = request
    try {
      const confirmed = await send(entry.home, request)
      finish(cardId, (latest) => {
        latest.home = confirmed
        if (latest.wish) return
        entries.delete(cardId)
        write((board) => settleCard(board, latest.shownIn, confirmed))
      })
    } catch (error) {
      finish(cardId, (latest) => {
        if (latest.wish) return
        entries.delete(cardId)
        write((board) => unplaceCard(board, latest.shownIn, latest.home))
        refused(latest.home, error, request.stageId)
      })
    }
  }

  function finish(cardId: string, answer: (latest: Entry) => void): void {
    const latest = entries.get(cardId)
    if (latest) {
      latest.inFlight = null
      answer(latest)
    }
    sendReady()
    if (entries.size === 0) settled()
  }

  return { move, underWay: entries }
}

/**
 * The request that puts the card where the board shows it, or null while a neighbour that it depends on is under way.
 * Neighbours dropped later than this card will name it themselves and are passed over.
 */
function requestFor(
  board: Board,
  cardId: string,
  wish: Spot,
  entries: ReadonlyMap<string, Entry>,
): MoveRequest | null | undefined {
  const column = findColumn(board, wish.stageId)
  const stageId = wish.stageId
  const index = column?.cards.findIndex((card) => card.id === cardId) ?? -1
  if (!column || wish.at === 'end' || index < 0) {
    return entries.get(cardId)?.home.stageId === stageId && column ? { stageId, orderIndex: column.count } : { stageId }
  }
  const order = [...entries.keys()]
  const turn = order.indexOf(cardId)
  const isLater = (id: string) => !entries.get(id)?.inFlight && order.indexOf(id) > turn
  const above = column.cards.slice(0, index).findLast((card) => !isLater(card.id))
  if (above) return entries.has(above.id) ? null : { stageId, afterId: above.id, orderIndex: index }
  const below = column.cards.slice(index + 1).find((card) => !isLater(card.id))
  if (below) return entries.has(below.id) ? null : { stageId, beforeId: below.id, orderIndex: index }
  return { stageId }
}
