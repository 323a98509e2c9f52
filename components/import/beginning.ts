import type { BoardSummary } from '@/components/board/board-summary'
import { guessColumns } from './guess'
import { byEmail, type Column, type ImportTarget, type Plan, possibleKeys } from './plan'

/** What a file is imported as at first: what its columns look like, by keys where there are any, onto a board. */
export function beginning(
  columns: readonly Column[],
  target: ImportTarget,
  boards: readonly BoardSummary[],
  wanted: string | null,
  locale: string,
): Plan {
  const there = target.hasBoards ? boards.filter(({ object }) => object === target.name) : []
  const board = there.find(({ id }) => id === wanted) ?? there[0]
  const plan: Plan = {
    object: target.name,
    columns: guessColumns(columns, target, locale),
    ...{ mode: 'append', keys: [] },
    board: board?.id ?? null,
    stage: board?.stages[0]?.id ?? null,
  }
  const keys = possibleKeys(plan, target).map(({ name }) => name)
  const best = keys.filter((key) => key !== byEmail)
  const chosen = best.length > 0 ? best : keys
  return chosen.length > 0 ? { ...plan, mode: 'upsert', keys: chosen } : plan
}

/** The object that most columns of a file look like. */
export function likelyTarget({ columns }: { columns: readonly Column[] }, targets: readonly ImportTarget[]): string {
  const counts = targets.map((target) => {
    const guessed = Object.values(guessColumns(columns, target, 'en')).flatMap(({ field }) => field ?? [])
    const own = guessed.filter((name) => ['email', 'phone', 'domain', 'industry', 'stage_id'].includes(name)).length
    return { name: target.name, count: guessed.length + own + (guessed.includes('name') ? 1 : 0) }
  })
  return counts.reduce((best, each) => (each.count > best.count ? each : best)).name
}
