import { describe, expect, it } from 'vitest'
import { notModified, seenVersion, withEtag } from './etag'

const headers = (given: Record<string, string>) => new Headers(given)

describe('If-Match', () => {
  it.each([
    ['"7"', 7],
    [withEtag({ status: 200, headers: {}, body: '{}' }, 7).headers.etag ?? '', 7],
    ['"7-AAAA-bbb_ccc"', 7],
    ['W/"7"', 7],
    [' "7" ', 7],
    ['*', undefined],
  ])('%s names version %s', (given, version) => {
    expect(seenVersion(headers({ 'if-match': given }))).toBe(version)
  })

  it('left out names none', () => {
    expect(seenVersion(headers({}))).toBeUndefined()
  })

  it.each(['7', '"x"', '""', '', '"7', '"1", "2"', '"1234567890123456"', '"7-"', '"7-AAAA"', '"-AAAAbbbbcccc"'])(
    'is refused as %s',
    (given) => {
      expect(() => seenVersion(headers({ 'if-match': given }))).toThrow('If-Match')
    },
  )
})

describe('If-None-Match', () => {
  const bare = { status: 200, headers: { 'content-type': 'application/json' }, body: '{"order_index":1}' }
  const reply = withEtag(bare, 7)
  const etag = reply.headers.etag ?? ''

  it('is asked for a tag that names the version and differs when the body does', () => {
    expect(etag).toMatch(/^"7-[\w-]{12}"$/)
    expect(withEtag(bare, 7)).toEqual(reply)
    expect(withEtag({ ...bare, body: '{"order_index":2}' }, 7).headers.etag).not.toBe(etag)
  })

  it.each([etag, `W/${etag}`, `"1", ${etag}`, '*'])('%s is answered 304, without a body', (given) => {
    expect(notModified(headers({ 'if-none-match': given }), reply)).toEqual({
      status: 304,
      headers: { etag },
      body: null,
    })
  })

  it.each(['"8"', '"7"', etag.replace('"7', '"8'), ''])('%s gets the reply', (given) => {
    expect(notModified(headers({ 'if-none-match': given }), reply)).toBe(reply)
  })

  it('says nothing of a reply that has no version', () => {
    expect(withEtag(bare, undefined)).toBe(bare)
    expect(notModified(headers({ 'if-none-match': '*' }), bare)).toBe(bare)
  })
})
