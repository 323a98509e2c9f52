/** A card as a plain model knows it. */
export interface ModelCard {
  id: string
  title: string
  value: number | null
  currency: string | null
  archived: boolean
}

export type StageKind = 'open' | 'won' | 'lost'

export interface ModelStage {
  id: string
  type: StageKind
  /** Ids of the active cards in order. */
  order: string[]
  archived: Set<string>
  /** In the trash, with whether they were archived when they went there. */
  trashed: Map<string, ModelCard>
}

/** A board as a plain program would keep it in memory: what the product must agree with. */
export interface BoardModel {
  id: string
  stages: ModelStage[]
  cards: Map<string, ModelCard>
}

/** A board without cards, as REX replies it. */
export const emptyModel = (board: { id: string; stages: { id: string; type: string }[] }): BoardModel => ({
  id: board.id,
  stages: board.stages.map(({ id, type }) => emptyStage(id, type as StageKind)),
  cards: new Map(),
})

export const emptyStage = (id: string, type: StageKind): ModelStage => ({
  id,
  type,
  order: [],
  archived: new Set(),
  trashed: new Map(),
})

/** The stage in which a card stands, active or archived. */
export function stageOf(model: BoardModel, cardId: string): ModelStage {
  const stage = model.stages.find(({ order, archived }) => order.includes(cardId) || archived.has(cardId))
  if (!stage) throw new Error(`${cardId} stands on no stage of the model`)
  return stage
}

/** Takes a card off its stage. */
export function lift(model: BoardModel, cardId: string): void {
  for (const stage of model.stages) {
    stage.order = stage.order.filter((id) => id !== cardId)
    stage.archived.delete(cardId)
  }
}

/** Puts a card in the trash of its stage. */
export function discard(model: BoardModel, cardId: string): void {
  const stage = stageOf(model, cardId)
  stage.trashed.set(cardId, model.cards.get(cardId) as ModelCard)
  lift(model, cardId)
  model.cards.delete(cardId)
}

/** Takes a card out of the trash: to the end of its stage, or among the archived where it was one. */
export function recover(model: BoardModel, stage: ModelStage, cardId: string): void {
  const card = stage.trashed.get(cardId) as ModelCard
  stage.trashed.delete(cardId)
  model.cards.set(cardId, card)
  if (card.archived) stage.archived.add(cardId)
  else stage.order.push(cardId)
}

/** Puts an active card at a place of a stage; past the end is the end. */
export function put(model: BoardModel, stage: ModelStage, cardId: string, index: number): void {
  lift(model, cardId)
  stage.order.splice(index, 0, cardId)
}

/** Takes a stage away; its cards go to the end of `target`, its archived and trashed ones along. */
export function dissolve(model: BoardModel, stage: ModelStage, target: ModelStage): void {
  target.order.push(...stage.order)
  for (const id of stage.archived) target.archived.add(id)
  for (const [id, card] of stage.trashed) target.trashed.set(id, card)
  model.stages = model.stages.filter((each) => each !== stage)
}

/** The position that a card reports: how many active cards stand ahead of it; archived, how many there are. */
export function positionOf(model: BoardModel, cardId: string): number {
  const { order } = stageOf(model, cardId)
  const at = order.indexOf(cardId)
  return at < 0 ? order.length : at
}

/** The chance of winning that follows from a stage's place: won 1, lost 0, the k-th of n open ones k/(n+1). */
export function chanceOf(model: BoardModel, stage: ModelStage): number {
  const open = model.stages.filter(({ type }) => type === 'open')
  if (stage.type !== 'open') return stage.type === 'won' ? 1 : 0
  return (open.indexOf(stage) + 1) / (open.length + 1)
}

/** The totals of a stage's active cards by currency, weighted by its chance, in the order of the currencies. */
export function totalsOf(
  model: BoardModel,
  stage: ModelStage,
): { currency: string; value: number; weighted: number }[] {
  const sums = new Map<string, number>()
  for (const id of stage.order) {
    const card = model.cards.get(id)
    if (card?.currency && card.value !== null) sums.set(card.currency, (sums.get(card.currency) ?? 0) + card.value)
  }
  return [...sums]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([currency, value]) => ({ currency, value, weighted: Math.round(value * chanceOf(model, stage)) }))
}
