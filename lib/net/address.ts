import ip from 'ipaddr.js'

/** The one block of IPv6 that is given out to the public internet so far. */
const publicIPv6 = ip.IPv6.parseCIDR('2000::/3')

/** Public by its number, but a platform's own: asks nobody for a password. */
const platforms = new Set(['168.63.129.16'])

const words: Record<string, string> = {
  unspecified: 'the unspecified address',
  broadcast: 'the broadcast address',
  multicast: 'a multicast address',
  linkLocal: 'a link-local address',
  loopback: 'a loopback address',
  private: 'a private address',
  uniqueLocal: 'a private address',
  carrierGradeNat: "an address of the carrier's own network",
  rfc6052: 'an address translated from IPv4',
  rfc6145: 'an address translated from IPv4',
  '6to4': 'an address that tunnels to IPv4',
  teredo: 'an address that tunnels to IPv4',
}

/**
 * What an IP address is when it is none of the public internet's, in words ("a private address"); null for a public one.
 * An IPv4 address in IPv6 clothes (`::ffff:10.0.0.1`) is judged as what it is.
 */
export function objectionTo(address: string): string | null {
  const parsed = ip.process(address)
  const range = parsed.range()
  if (platforms.has(parsed.toString())) return "an address of the platform's own"
  if (range !== 'unicast') return words[range] ?? 'a reserved address'
  return parsed instanceof ip.IPv6 && !parsed.match(publicIPv6) ? 'a reserved address' : null
}
