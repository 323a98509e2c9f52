import type { Tx } from '@/lib/db/transaction'
import { createRecord } from '../record/create'
import { moveRecord } from '../record/move'
import type { RecordValues } from '../record/record'

/** A card with what is to have happened to it. */
export interface PastCard {
  values: RecordValues & { title: string }
  /** The stages it has seen, in order. */
  entered: { stageId: string; at: Date }[]
  /** Said when it entered the last of them. */
  lostReason?: string
}

/**
 * Plays the past of cards by the very verbs that would have made it, in the order of time: each card is made in its
 * first stage and moved through the others, so that its history, dates and place tell one story.
 */
export async function playPast(tx: Tx, cards: PastCard[]): Promise<void> {
  const steps = cards.flatMap((card) =>
    card.entered.map(({ stageId, at }, nth) => ({ card, stageId, at, last: nth === card.entered.length - 1 })),
  )
  const ids = new Map<PastCard, string>()
  for (const { card, stageId, at, last } of steps.sort((a, b) => a.at.getTime() - b.at.getTime())) {
    const then = { ...tx, now: at }
    const id = ids.get(card)
    const reason = last && card.lostReason ? { lostReason: card.lostReason } : {}
    if (id) await moveRecord(then, id, { stageId }, { filling: reason })
    else ids.set(card, (await createRecord(then, { values: { ...card.values, ...reason }, to: { stageId } })).id)
  }
}
