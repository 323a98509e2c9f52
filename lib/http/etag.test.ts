import { describe, expect, it } from 'vitest'
import { etagOf, notModified, seenVersion } from './etag'

const headers = (given: Record<string, string>) => new Headers(given)

describe('If-Match', () => {
  it.each([
    ['"7"', 7],
    ['W/"7"', 7],
    [' "7" ', 7],
    ['*', undefined],
  ])('%s names version %s', (given, version) => {
    expect(seenVersion(headers({ 'if-match': given }))).toBe(version)
  })

  it('left out names none', () => {
    expect(seenVersion(headers({}))).toBeUndefined()
  })

  it.each(['7', '"x"', '""', '', '"7', '"1", "2"', '"1234567890123456"'])('is refused as %s', (given) => {
    expect(() => seenVersion(headers({ 'if-match': given }))).toThrow('If-Match')
  })
})

describe('If-None-Match', () => {
  const reply = { status: 200, headers: etagOf(7), body: '{}' }

  it.each(['"7"', 'W/"7"', '"1", "7"', '*'])('%s is answered 304, without a body', (given) => {
    expect(notModified(headers({ 'if-none-match': given }), reply)).toEqual({
      status: 304,
      headers: { etag: '"7"' },
      body: null,
    })
  })

  it.each(['"8"', '7', ''])('%s gets the reply', (given) => {
    expect(notModified(headers({ 'if-none-match': given }), reply)).toBe(reply)
  })

  it('says nothing of a reply that has no version', () => {
    const plain = { status: 200, headers: etagOf(undefined), body: '{}' }
    expect(notModified(headers({ 'if-none-match': '*' }), plain)).toBe(plain)
  })
})
