import { expect, it } from 'vitest'
import { windowsOf } from './list-cards'

const stages = [
  { stageId: 'a', count: 3 },
  { stageId: 'none', count: 0 },
  { stageId: 'b', count: 4 },
  { stageId: 'c', count: 2 },
]

it('cuts a page out of the stages that it touches', () => {
  expect(windowsOf(stages, 2, 0)).toEqual([{ stageId: 'a', skip: 0, take: 2 }])
  expect(windowsOf(stages, 2, 2)).toEqual([
    { stageId: 'a', skip: 2, take: 1 },
    { stageId: 'b', skip: 0, take: 1 },
  ])
  expect(windowsOf(stages, 9, 0).map(({ take }) => take)).toEqual([3, 4, 2])
  expect(windowsOf(stages, 100, 8)).toEqual([{ stageId: 'c', skip: 1, take: 1 }])
  expect(windowsOf(stages, 2, 9)).toEqual([])
})
