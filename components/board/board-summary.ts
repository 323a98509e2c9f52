import type { Stage } from './board'

/** A board as a list names it. */
export type BoardSummary = {
  id: string
  name: string
  object: string
  isDefault: boolean
  stages: Pick<Stage, 'id' | 'name' | 'type' | 'color'>[]
}
