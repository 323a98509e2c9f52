import type { StageType } from './stage'

/**
 * The chance of winning that a stage's place implies: won 1, lost 0, and the k-th of n open stages k/(n+1).
 * Takes the types of a board's stages in order; gives one number a stage.
 */
export function inferredProbabilities(types: StageType[]): number[] {
  const open = types.filter((type) => type === 'open').length
  let seen = 0
  return types.map((type) => {
    if (type === 'won') return 1
    if (type === 'lost') return 0
    seen++
    return seen / (open + 1)
  })
}
