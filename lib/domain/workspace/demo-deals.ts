import type { ImportedRecord } from '../record/create-many'
import { demoData } from './demo-data'

/** What the workspace has for deals to point at. */
export interface DemoSurroundings {
  /** By name. */
  stages: Map<string, { id: string; type: 'open' | 'won' | 'lost' }>
  ownerIds: string[]
  companyIds: string[]
}

const dayMs = 86_400_000

/**
 * The demo's further deals from number `first` on: made up, but the same for the same number at every load. Some are
 * stalled, some overdue, and the closed ones reach back a year and a half from `now`.
 */
export function furtherDeals(first: number, count: number, around: DemoSurroundings, now: Date): ImportedRecord[] {
  const parts = demoData('further-deals')
  const stageNames = Object.entries(parts.sharesOfStages).flatMap(([name, share]) => Array<string>(share).fill(name))
  return Array.from({ length: count }, (_, at) => {
    const random = randomFrom(first + at)
    const pick = <T>(list: T[]): T | undefined => list[Math.floor(random() * list.length)]
    const daysFromNow = (days: number) => new Date(now.getTime() + days * dayMs)
    const stage = around.stages.get(pick(stageNames) ?? '')
    if (!stage) throw new Error('the demo has a share of a stage that its board lacks')
    const open = stage.type === 'open'
    const enteredAgo = open ? random() ** 2 * 40 : random() * 540
    const createdAgo = enteredAgo + 3 + random() * (open ? 45 : 120)
    const closes = open ? random() * 120 - 10 : random() * 20 - 10 - enteredAgo
    const tags = [pick(parts.tags), pick(parts.tags)].filter((tag) => tag !== undefined)
    return {
      values: {
        title: `${pick(parts.subjects)}, ${pick(parts.scopes)}`,
        value: random() < 0.03 ? null : Math.round(20 * 10 ** (random() * 2.3)) * 10_000,
        currency: random() < 0.2 ? 'EUR' : 'USD',
        tags: [...new Set(tags)].slice(0, Math.floor(random() * 3)),
        source: pick(parts.sources),
        ownerId: pick(around.ownerIds),
        companyId: pick(around.companyIds),
        expectedClose: daysFromNow(closes).toISOString().slice(0, 10),
        lostReason: stage.type === 'lost' ? pick(parts.lostReasons) : undefined,
      },
      to: { stageId: stage.id },
      createdAt: daysFromNow(-createdAgo),
      stageEnteredAt: daysFromNow(-enteredAgo),
      closedAt: open ? undefined : daysFromNow(-enteredAgo),
    }
  })
}

/** Numbers from 0 to 1 that depend on the seed alone (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = Math.imul(seed + 1, 0x9e3779b1)
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
