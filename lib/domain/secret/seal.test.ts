import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { fingerprintOf, seal, unseal } from './seal'

beforeEach(() => vi.stubEnv('SECRETS_KEY', 'a'.repeat(32)))
afterEach(() => vi.unstubAllEnvs())

describe('a sealed secret', () => {
  it('opens to what it was, also when that is empty or in any script', () => {
    for (const text of ['', 'hunter2', 'пароль 🔑', 'x'.repeat(100_000)])
      expect(unseal('w1', seal('w1', text))).toBe(text)
  })

  it('shows nothing of itself, and never looks the same twice', () => {
    const [one, other] = [seal('w1', 'hunter2'), seal('w1', 'hunter2')]
    expect(one).not.toBe(other)
    expect(Buffer.from(one.split('.')[2] ?? '', 'base64url').toString('latin1')).not.toContain('hunter2')
  })

  it('opens for its own workspace alone', () => {
    expect(() => unseal('w2', seal('w1', 'hunter2'))).toThrow()
  })

  it('does not open once a single bit of it has changed', () => {
    const [scheme, id, content = ''] = seal('w1', 'hunter2').split('.')
    const bytes = Buffer.from(content, 'base64url')
    for (let at = 0; at < bytes.length; at++) {
      const damaged = Buffer.from(bytes)
      damaged[at] = (damaged[at] ?? 0) ^ 1
      expect(() => unseal('w1', `${scheme}.${id}.${damaged.toString('base64url')}`)).toThrow()
    }
  })

  it('says that it was sealed under another key', () => {
    const sealed = seal('w1', 'hunter2')
    vi.stubEnv('SECRETS_KEY', 'b'.repeat(32))
    expect(() => unseal('w1', sealed)).toThrow('another SECRETS_KEY')
  })
})

it('a fingerprint is the same for the same text under the same key, and for nothing else', () => {
  const mark = fingerprintOf('text')
  expect(fingerprintOf('text')).toBe(mark)
  expect(fingerprintOf('text ')).not.toBe(mark)
  vi.stubEnv('SECRETS_KEY', 'b'.repeat(32))
  expect(fingerprintOf('text')).not.toBe(mark)
})
