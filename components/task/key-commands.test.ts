import { describe, expect, it } from 'vitest'
import { commandOf } from './key-commands'

const none = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false }
const pressed = (key: string, held: Partial<typeof none> = {}) => commandOf({ ...none, ...held, key })

describe('a key', () => {
  it.each([
    ['j', 'next'],
    ['ArrowUp', 'previous'],
    ['J', 'next'],
    ['e', 'complete'],
    ['/', 'filter'],
    ['Delete', 'delete'],
    ['Escape', 'leave'],
    ['Enter', null],
    ['q', null],
    ['constructor', null],
    ['toString', null],
  ])('%s does %s', (key, command) => expect(pressed(key)).toBe(command))

  it('with shift is another, but for signs that need it', () => {
    expect(pressed('X', { shiftKey: true })).toBe('extend')
    expect(pressed('?', { shiftKey: true })).toBe('help')
    // A German keyboard has the slash above the seven.
    expect(pressed('/', { shiftKey: true })).toBe('filter')
    expect(pressed('E', { shiftKey: true })).toBeNull()
  })

  it('with ctrl, alt or ⌘ is the browser’s, but for undo', () => {
    expect(pressed('z', { ctrlKey: true })).toBe('undo')
    expect(pressed('z', { metaKey: true })).toBe('undo')
    expect(pressed('Z', { ctrlKey: true, shiftKey: true })).toBeNull()
    expect(pressed('z', { ctrlKey: true, altKey: true })).toBeNull()
    expect(pressed('z')).toBeNull()
    for (const key of ['e', 'a', 'n', 'Delete', 'ArrowDown']) {
      expect([
        pressed(key, { ctrlKey: true }),
        pressed(key, { metaKey: true }),
        pressed(key, { altKey: true }),
      ]).toEqual([null, null, null])
    }
  })
})
