import { expect, it } from 'vitest'
import { stageNamed, starterStages } from './starter-stages'

it('closes what enters a stage whose name says won or lost, and nothing else', () => {
  const types = (text: string) => text.split('\n').map((name, at) => stageNamed(name, at).type)
  expect(types(starterStages.opportunities)).toEqual(['open', 'open', 'open', 'open', 'won', 'lost'])
  expect(types(starterStages.candidates ?? '')).toEqual(['open', 'open', 'open', 'open', 'won', 'lost'])
  expect(stageNamed('Wonderful leads', 0).type).toBe('open')
})
