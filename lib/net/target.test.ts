import { describe, expect, test } from 'vitest'
import { readAllowList } from './allow-list'
import { type Lookup, readTarget, resolveTarget } from './target'

const none = readAllowList('')
const here = readAllowList('127.0.0.1:9000')

/** A resolver that gives these addresses, one set a question. */
function answers(...sets: string[][]): Lookup & { asked: number } {
  const lookup = async () => {
    const set = sets[lookup.asked++] ?? []
    return set.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))
  }
  lookup.asked = 0
  return lookup
}

describe('an address for requests is refused when it', () => {
  test.each([
    ['', 'It is no address such as https://example.com/hook.'],
    ['example.com/hook', 'It is no address such as https://example.com/hook.'],
    ['http://', 'It is no address such as https://example.com/hook.'],
    ['http://exa mple.com', 'It is no address such as https://example.com/hook.'],
    ['ftp://example.com', 'Only http and https are possible.'],
    ['file:///etc/passwd', 'Only http and https are possible.'],
    ['gopher://example.com', 'Only http and https are possible.'],
    ['javascript:alert(1)', 'Only http and https are possible.'],
    ['https://ann@example.com', 'An address must not carry a user name or a password.'],
    ['https://ann:pw@example.com', 'An address must not carry a user name or a password.'],
    ['https://:pw@example.com', 'An address must not carry a user name or a password.'],
    ['https://example.com:0/', 'There is no port 0.'],
    ['http://localhost/', 'localhost is this machine itself, and this installation does not allow it.'],
    ['http://LOCALHOST./', 'localhost. is this machine itself, and this installation does not allow it.'],
    ['http://db.localhost/', 'db.localhost is this machine itself, and this installation does not allow it.'],
    [
      'http://169.254.169.254/latest',
      '169.254.169.254 is a link-local address, and this installation does not allow it.',
    ],
    ['http://[fd00:ec2::254]/', 'fd00:ec2::254 is a private address, and this installation does not allow it.'],
    ['http://[::ffff:10.0.0.1]/', '::ffff:a00:1 is a private address, and this installation does not allow it.'],
  ])('is %j', (text, message) => {
    expect(() => readTarget(text, none)).toThrow(message)
  })

  // Spellings that name 127.0.0.1 to one reader or another.
  test.each([
    'http://2130706433/',
    'http://0x7f000001/',
    'http://017700000001/',
    'http://0177.0.0.1/',
    'http://0x7f.1/',
    'http://127.1/',
    'http://127.0.0.1./',
    'http://①②⑦.⓪.⓪.①/',
    'http://127。0。0。1/',
    'http://%31%32%37.0.0.1/',
    'http://[::ffff:127.0.0.1]/',
    'http://[0:0:0:0:0:ffff:7f00:1]/',
    'http://[::1]/',
  ])('spells this machine as %s', (text) => {
    expect(() => readTarget(text, none)).toThrow(/is a loopback address, and this installation does not allow it\.$/)
  })
})

describe('an address for requests is taken when it', () => {
  test.each([
    'https://example.com/hook?a=b',
    'http://8.8.8.8:8080/',
    'https://[2606:4700::1111]/',
    'https://bücher.example/',
  ])('is public: %s', (text) => {
    expect(readTarget(text, none).href).toBe(new URL(text).href)
  })

  test.each([
    'http://127.0.0.1:9000/',
    'http://0x7f.1:9000/',
    'http://[::ffff:127.0.0.1]:9000/',
    'http://localhost:9000/',
  ])('is allowed here: %s', (text) => {
    expect(readTarget(text, here).href).toBe(new URL(text).href)
    expect(() => readTarget(text.replace('9000', '9001'), here)).toThrow('does not allow it')
  })
})

describe('a host is resolved', () => {
  test('to every address that it has', async () => {
    const lookup = answers(['93.184.216.34', '2606:4700::1111'])
    expect(await resolveTarget('example.com', 5432, { allow: none, lookup })).toEqual([
      { address: '93.184.216.34', family: 4 },
      { address: '2606:4700::1111', family: 6 },
    ])
  })

  test('to itself when it is an address, without a question', async () => {
    const lookup = answers()
    expect(await resolveTarget('8.8.8.8', 53, { allow: none, lookup })).toEqual([{ address: '8.8.8.8', family: 4 }])
    expect(lookup.asked).toBe(0)
  })

  test('to nothing when one of its addresses is forbidden', async () => {
    const lookup = answers(['93.184.216.34', '10.0.0.7'])
    await expect(resolveTarget('example.com', 80, { allow: none, lookup })).rejects.toThrow(
      'example.com stands for 10.0.0.7, which is a private address, and this installation does not allow it.',
    )
  })

  test('to nothing when it changes its mind after it was checked', async () => {
    const lookup = answers(['93.184.216.34'], ['127.0.0.1'])
    expect(await resolveTarget('rebind.example', 80, { allow: none, lookup })).toHaveLength(1)
    await expect(resolveTarget('rebind.example', 80, { allow: none, lookup })).rejects.toThrow('a loopback address')
  })

  test('to nothing when it has no address, or is of a network of this machine', async () => {
    await expect(resolveTarget('example.com', 80, { allow: none, lookup: answers([]) })).rejects.toThrow(
      'There is no address for example.com.',
    )
    await expect(resolveTarget('fe80::1%eth0', 80, { allow: none, lookup: answers() })).rejects.toThrow(
      'fe80::1%eth0 is an address of a network of this machine.',
    )
    await expect(
      resolveTarget('x.example', 80, { allow: readAllowList('fe80::/10'), lookup: answers(['fe80::1%eth0']) }),
    ).rejects.toThrow('a link-local address')
  })

  test('to whatever it stands for when the installation names it, at that port alone', async () => {
    const allow = readAllowList('db.internal:5432')
    const lookup = answers(['10.0.0.7'], ['10.0.0.7'])
    expect(await resolveTarget('db.internal', 5432, { allow, lookup })).toEqual([{ address: '10.0.0.7', family: 4 }])
    await expect(resolveTarget('db.internal', 5433, { allow, lookup })).rejects.toThrow('a private address')
  })

  // What an old resolver reads as an address is judged by what it reads.
  test.each(['2130706433', '0x7f000001', '0177.0.0.1', '127.1', 'localhost'])(
    'to nothing when %s means this machine',
    async (host) => {
      await expect(resolveTarget(host, 5432, { allow: none })).rejects.toThrow()
    },
  )
})
