import { type Board, findCard } from './board'
import type { BoardApi, Hint } from './board-api'
import { mergeBoard, mergeHint, sameStages, type UnderWay } from './merge-board'

type CatchUpInput = {
  api: BoardApi
  read: () => Board | undefined
  write: (change: (board: Board) => Board) => void
  underWay: UnderWay
  /** Rises with every move made and every answer: what was read across a change of it has unsure counts. */
  epoch: () => number
}

export type CatchUp = {
  hint: (hint: Hint) => void
  /** Read these cards as soon as may be, whatever version is known. */
  refresh: (...cardIds: string[]) => Promise<void>
  /** Read everything that is shown again. */
  reload: () => Promise<void>
  /** While held, nothing that is shown changes. */
  hold: (held: boolean) => void
  /** Moves that were under way have their answers: do what waited for them. */
  resume: () => void
}

const pageSize = 50
const widePage = 200
const widePages = 5

/**
 * Keeps the board level with the server: hints lead to one small read, several at once to one; cards whose version is
 * known are left alone, cards under way wait for their answer, and a hand that holds a card delays everything.
 */
export function createCatchUp({ api, read, write, underWay, epoch }: CatchUpInput): CatchUp {
  const wanted = new Map<string, number>()
  let wantsCounts = false
  let wantsAll = false
  let held = false
  let running: Promise<void> | null = null

  const isNews = ([id, version]: [string, number]) => {
    const board = read()
    const known = board && findCard(board, id)
    return !known || known.card.version < version
  }

  const want = (id: string, version: number) => wanted.set(id, Math.max(version, wanted.get(id) ?? 0))

  function run(): Promise<void> {
    running ??= Promise.resolve().then(drain)
    return running
  }

  async function drain(): Promise<void> {
    try {
      while (!held && read()) {
        if (wantsAll) {
          await readAll()
          continue
        }
        for (const news of wanted) if (!underWay.has(news[0]) && !isNews(news)) wanted.delete(news[0])
        const ids = [...wanted.keys()].filter((id) => !underWay.has(id)).slice(0, pageSize)
        if (ids.length === 0 && !(wantsCounts && underWay.size === 0)) return
        await readSome(ids)
      }
    } finally {
      // In the very turn of the last look: what is asked for after it needs another.
      running = null
    }
  }

  async function readSome(ids: string[]): Promise<void> {
    const since = epoch()
    const asked = ids.map((id) => [id, wanted.get(id) ?? 0] as const)
    for (const id of ids) wanted.delete(id)
    wantsCounts = false
    const fresh = await api.read({ only: ids }).catch((error: unknown) => {
      for (const [id, version] of asked) want(id, version)
      wantsCounts = true
      throw error
    })
    await released()
    const sure = underWay.size === 0 && epoch() === since
    const board = read()
    wantsCounts ||= !sure
    wantsAll ||= board !== undefined && !sameStages(board, fresh)
    write((shown) => mergeHint(shown, fresh, ids, underWay, { count: sure }))
  }

  async function readAll(): Promise<void> {
    const since = epoch()
    wantsAll = false
    wanted.clear()
    const fresh = await readAsShown(api, read()).catch((error: unknown) => {
      wantsAll = true
      throw error
    })
    await released()
    wantsCounts ||= underWay.size > 0 || epoch() !== since
    write((shown) => mergeBoard(shown, fresh, underWay))
  }

  let letGo: (() => void)[] = []
  const released = () => (held ? new Promise<void>((resolve) => letGo.push(resolve)) : Promise.resolve())

  return {
    hint: ({ records, reset }) => {
      wantsAll ||= reset
      for (const { id, version } of records) {
        const least = version ?? Number.POSITIVE_INFINITY
        if (isNews([id, least])) want(id, least)
      }
      run().catch(() => undefined)
    },
    refresh: (...cardIds) => {
      for (const id of cardIds) want(id, Number.POSITIVE_INFINITY)
      return run()
    },
    reload: () => {
      wantsAll = true
      return run()
    },
    hold: (now) => {
      held = now
      if (held) return
      for (const go of letGo) go()
      letGo = []
      run().catch(() => undefined)
    },
    resume: () => {
      run().catch(() => undefined)
    },
  }
}

/**
 * The board read anew, each column as far as it is shown now (up to 1,000 cards beyond the first page), so that nobody
 * who has scrolled down loses their place.
 */
export async function readAsShown(
  api: Pick<BoardApi, 'read'>,
  shown: Board | undefined,
  signal?: AbortSignal,
): Promise<Board> {
  const fresh = await api.read({ limit: pageSize }, signal)
  const columns = []
  for (const column of fresh.columns) {
    const length = shown?.columns.find((known) => known.stage.id === column.stage.id)?.cards.length ?? 0
    let { cards, nextCursor } = column
    for (let page = 0; page < widePages && nextCursor !== null && cards.length < length; page++) {
      const more = await api.read({ limit: widePage, stageId: column.stage.id, cursor: nextCursor }, signal)
      const next = more.columns[0]
      if (!next) break
      const known = new Set(cards.map((card) => card.id))
      cards = [...cards, ...next.cards.filter((card) => !known.has(card.id))]
      nextCursor = next.nextCursor
    }
    columns.push({ ...column, cards, nextCursor })
  }
  return { ...fresh, columns }
}
