import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { eventTypes, isNamed, isPattern, isPrivate, typeOf } from './type'

const domain = path.join(import.meta.dirname, '..')

/** Every verb that the domain records: `'record.move'`, handed to recordEvent or named after a noun's folder. */
function verbs(): string[] {
  const nouns = fs.readdirSync(domain).filter((name) => !name.includes('.'))
  const files = fs
    .readdirSync(domain, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !/\.test\.ts$|^event[\\/]type\.ts$/.test(file))
  const found = files.flatMap((file) => {
    const source = fs.readFileSync(path.join(domain, file), 'utf8')
    const named = [...source.matchAll(/'(([a-z-]+)\.[a-z-]+)'/g)].filter(([, , noun]) => nouns.includes(noun ?? ''))
    const recorded = [...source.matchAll(/recordEvent\(\s*\w+,\s*'([^']+)'/g)]
    return [...named, ...recorded].map(([, verb]) => verb ?? '')
  })
  return [...new Set(found)].sort()
}

test('every verb of the domain has a name outside: say it in lib/domain/event/type.ts', () => {
  expect(verbs().length).toBeGreaterThan(15)
  expect(verbs().filter((verb) => !eventTypes.includes(typeOf({ verb, onBoard: false })))).toEqual([])
})

test('every type is a noun and what happened to it', () => {
  for (const type of eventTypes) expect(type).toMatch(/^[a-z]+(_[a-z]+)*\.[a-z]+(_[a-z]+)*$/)
})

test('what happens on a board is said of a deal', () => {
  expect(typeOf({ verb: 'record.move', onBoard: true })).toBe('deal.moved')
  expect(typeOf({ verb: 'record.create', onBoard: false })).toBe('record.created')
  expect(typeOf({ verb: 'pipeline.trash', onBoard: false })).toBe('pipeline.deleted')
  expect(typeOf({ verb: 'api-key.create', onBoard: false })).toBe('api_key.created')
})

describe('a pattern', () => {
  test.each<[string, boolean]>([
    ['*', true],
    ['deal.*', true],
    ['deal.moved', true],
    ['api_key.*', true],
    ['deals.*', false],
    ['deal', false],
    ['deal.', false],
    ['deal.flown', false],
    ['*.moved', false],
    ['', false],
  ])('%j: %s', (text, is) => {
    expect(isPattern(text)).toBe(is)
  })

  test('names its types and no other', () => {
    expect(isNamed('deal.moved', ['deal.moved'])).toBe(true)
    expect(isNamed('deal.moved', ['record.*', 'deal.*'])).toBe(true)
    expect(isNamed('deal.moved', ['*'])).toBe(true)
    expect(isNamed('deal.moved', ['deal.created', 'record.*'])).toBe(false)
    expect(isNamed('deal.moved', [])).toBe(false)
  })
})

test('events of keys are an admin’s', () => {
  expect(eventTypes.filter(isPrivate)).toContain('api_key.created')
  expect(isPrivate('deal.moved')).toBe(false)
})
