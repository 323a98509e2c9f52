import { expect, it } from 'vitest'
import { inferredProbabilities } from './probability'

it('gives the k-th of n open stages k/(n+1), won 1 and lost 0', () => {
  expect(inferredProbabilities(['open', 'open', 'open', 'won', 'lost'])).toEqual([0.25, 0.5, 0.75, 1, 0])
  expect(inferredProbabilities(['lost', 'open', 'won'])).toEqual([0, 0.5, 1])
  expect(inferredProbabilities([])).toEqual([])
})
