import { describe, expect, test } from 'vitest'
import { readAllowList } from './allow-list'

describe('an allow-list', () => {
  const list = readAllowList(
    '127.0.0.1:9000, [::1]:9000,10.0.0.0/8 , fd00::/8, 192.168.1.5, Intranet.example, db.example:5432,',
  )

  test.each<[string, number, boolean]>([
    ['127.0.0.1', 9000, true],
    ['::ffff:127.0.0.1', 9000, true],
    ['127.0.0.1', 9001, false],
    ['127.0.0.2', 9000, false],
    ['::1', 9000, true],
    ['::1', 80, false],
    ['10.200.3.4', 5432, true],
    ['11.0.0.1', 5432, false],
    ['fd12:3456::1', 80, true],
    ['192.168.1.5', 1, true],
    ['192.168.1.6', 1, false],
  ])('%s at %i: %s', (address, port, held) => {
    expect(list.holds(address, port)).toBe(held)
  })

  test.each<[string, number, boolean]>([
    ['intranet.example', 80, true],
    ['INTRANET.example.', 8080, true],
    ['db.example', 5432, true],
    ['db.example', 80, false],
    ['sub.intranet.example', 80, false],
    ['example', 80, false],
  ])('%s at %i: %s', (host, port, named) => {
    expect(list.names(host, port)).toBe(named)
  })

  test('that is empty allows nothing', () => {
    expect(readAllowList('').holds('127.0.0.1', 80)).toBe(false)
    expect(readAllowList(' , ').names('localhost', 80)).toBe(false)
  })

  test.each(['10.0.0.0/33', '10.0.0', '127.0.0.1:0', '127.0.0.1:65536', '[::1', '::1]:80', 'a b', 'http://x', '*.x'])(
    'says which entry makes no sense: %s',
    (entry) => {
      expect(() => readAllowList(`8.8.8.8, ${entry}`)).toThrow(entry)
    },
  )
})
