import { describe, expect, it } from 'vitest'
import { aCard } from './board.fixture'
import { spotOf } from './drop-target'

const column = { cards: () => [aCard('a', 'a'), aCard('b', 'b')] }
const empty = { cards: () => [] }

describe('spotOf', () => {
  it('names the card above the line', () => {
    expect(spotOf({ stageId: 's', afterId: 'b' }, column, 'x')).toEqual({ stageId: 's', at: { after: 'b' } })
  })

  it('names the first card at the top, but never the lifted one', () => {
    expect(spotOf({ stageId: 's', afterId: null }, column, 'x')).toEqual({ stageId: 's', at: { before: 'a' } })
    expect(spotOf({ stageId: 's', afterId: null }, column, 'a')).toEqual({ stageId: 's', at: { before: 'b' } })
  })

  it('names nobody in an empty column', () => {
    expect(spotOf({ stageId: 's', afterId: null }, empty, 'x')).toEqual({ stageId: 's', at: 'end' })
  })
})
