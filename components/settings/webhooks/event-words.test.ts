import { describe, expect, it } from 'vitest'
import { chosenInWords, groupsOf, toggleAll, toggleType } from './event-words'

const types = ['api_key.created', 'deal.created', 'deal.moved', 'record.created', 'webhook.secret_rotated']
const groups = groupsOf(types)
const deals = { noun: 'deal', name: 'Deals', types: ['deal.created', 'deal.moved'] }

it('groupsOf puts types under their nouns, deals first', () => {
  expect(groups.map(({ name }) => name)).toEqual(['Deals', 'Other records', 'API keys', 'Webhooks'])
  expect(groups[0]).toEqual(deals)
})

describe('choosing', () => {
  it('of one type adds and removes it', () => {
    expect(toggleType(['stage.*'], deals, 'deal.moved')).toEqual(['stage.*', 'deal.moved'])
    expect(toggleType(['stage.*', 'deal.moved'], deals, 'deal.moved')).toEqual(['stage.*'])
  })

  it('of all of a noun takes the place of its single types, and goes away whole', () => {
    expect(toggleAll(['deal.moved', 'stage.*'], deals)).toEqual(['stage.*', 'deal.*'])
    expect(toggleAll(['stage.*', 'deal.*'], deals)).toEqual(['stage.*'])
  })

  it('of all but one names the others', () => {
    expect(toggleType(['deal.*', 'stage.*'], deals, 'deal.moved')).toEqual(['stage.*', 'deal.created'])
  })
})

it('chosenInWords says what is chosen', () => {
  expect(chosenInWords(['*'])).toBe('Everything')
  expect(chosenInWords(['webhook.secret_rotated', 'deal.*'])).toBe('Deals: all; Webhooks: secret rotated')
  expect(chosenInWords(['deal.moved', 'deal.created'])).toBe('Deals: moved, created')
})
