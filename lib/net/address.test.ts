import { describe, expect, test } from 'vitest'
import { objectionTo } from './address'

describe('an address is none of the public internet', () => {
  // The blocks of RFC 6890 and its heirs, each by its ends or by the address that is after it in practice.
  test.each([
    ['0.0.0.0', 'the unspecified address'],
    ['0.1.2.3', 'the unspecified address'],
    ['10.0.0.0', 'a private address'],
    ['10.255.255.255', 'a private address'],
    ['100.64.0.1', "an address of the carrier's own network"],
    ['100.100.100.200', "an address of the carrier's own network"],
    ['127.0.0.1', 'a loopback address'],
    ['127.255.255.254', 'a loopback address'],
    ['168.63.129.16', "an address of the platform's own"],
    ['169.254.169.254', 'a link-local address'],
    ['172.16.0.1', 'a private address'],
    ['172.31.255.255', 'a private address'],
    ['192.0.0.192', 'a reserved address'],
    ['192.0.2.1', 'a reserved address'],
    ['192.168.1.1', 'a private address'],
    ['198.18.0.1', 'a reserved address'],
    ['224.0.0.1', 'a multicast address'],
    ['240.0.0.1', 'a reserved address'],
    ['255.255.255.255', 'the broadcast address'],
    ['::', 'the unspecified address'],
    ['::1', 'a loopback address'],
    ['::7f00:1', 'a reserved address'],
    ['::ffff:127.0.0.1', 'a loopback address'],
    ['::ffff:7f00:1', 'a loopback address'],
    ['::ffff:a9fe:a9fe', 'a link-local address'],
    ['::ffff:0:7f00:1', 'an address translated from IPv4'],
    ['64:ff9b::7f00:1', 'an address translated from IPv4'],
    ['64:ff9b:1::a00:1', 'an address translated from IPv4'],
    ['100::1', 'a reserved address'],
    ['2001::1', 'an address that tunnels to IPv4'],
    ['2001:db8::1', 'a reserved address'],
    ['2002:7f00:1::', 'an address that tunnels to IPv4'],
    ['4000::1', 'a reserved address'],
    ['fc00::1', 'a private address'],
    ['fd00:ec2::254', 'a private address'],
    ['fe80::1', 'a link-local address'],
    ['fec0::1', 'a reserved address'],
    ['ff02::1', 'a multicast address'],
  ])('%s: %s', (address, objection) => {
    expect(objectionTo(address)).toBe(objection)
  })
})

test.each(['8.8.8.8', '1.1.1.1', '172.32.0.1', '100.128.0.1', '2606:4700::1111', '2a00:1450::1', '::ffff:8.8.8.8'])(
  '%s is public',
  (address) => {
    expect(objectionTo(address)).toBeNull()
  },
)
