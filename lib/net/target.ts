import dns from 'node:dns/promises'
import net from 'node:net'
import { objectionTo } from './address'
import { type AllowList, ownAllowList, plainName } from './allow-list'

/** Why an address is not connected to; the message is a sentence for whoever asked for it. */
export class TargetRefused extends Error {
  override readonly name = 'TargetRefused'

  /** @param told the same without the address that a name stands for: it is nobody's business who only gave the name */
  constructor(
    message: string,
    readonly told = message,
  ) {
    super(message)
  }
}

/** An address to connect to, as it was checked. */
export interface Place {
  address: string
  family: 4 | 6
}

/** Finds every address of a name; tests bring their own. */
export type Lookup = (host: string) => Promise<{ address: string; family: number }[]>

/** How outbound connections are guarded; by default by this installation's allow-list and the system's resolver. */
export interface Guard {
  allow?: AllowList
  lookup?: Lookup
}

const systemLookup: Lookup = (host) => dns.lookup(host, { all: true, verbatim: true })

/**
 * Reads an address that somebody wants requests sent to. Refuses what is no http or https, carries credentials, or
 * names an address outright that is not connected to; what a name stands for is only known when it is connected to.
 * @throws TargetRefused
 */
export function readTarget(text: string, allow: AllowList = ownAllowList()): URL {
  if (!URL.canParse(text)) throw new TargetRefused('It is no address such as https://example.com/hook.')
  const url = new URL(text)
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new TargetRefused('Only http and https are possible.')
  if (url.username !== '' || url.password !== '') {
    throw new TargetRefused('An address must not carry a user name or a password.')
  }
  const { host, port } = addressed(url)
  if (port === 0) throw new TargetRefused('There is no port 0.')
  if (!allow.names(host, port)) refuseOutright(host, port, allow)
  return url
}

/** An IPv6 address stands without its brackets. */
function addressed(url: URL): { host: string; port: number } {
  const usual = url.protocol === 'https:' ? 443 : 80
  return { host: url.hostname.replace(/^\[(.*)\]$/, '$1'), port: url.port === '' ? usual : Number(url.port) }
}

/**
 * Resolves a host to the addresses that may be connected to, for http and for anything else (a database). Connect to one
 * of these and to nothing else: a name may stand for another address a moment later. A name with one forbidden address
 * among others is refused as a whole.
 * @throws TargetRefused
 */
export async function resolveTarget(host: string, port: number, guard: Guard = {}): Promise<Place[]> {
  const { allow = ownAllowList(), lookup = systemLookup } = guard
  const named = allow.names(host, port)
  if (!named) refuseOutright(host, port, allow)
  const found = net.isIP(host) ? [{ address: host, family: net.isIP(host) }] : await lookup(host)
  if (found.length === 0) throw new TargetRefused(`There is no address for ${host}.`)
  return found.map(({ address, family }) => {
    if (!named) refuseAddress(address, port, allow, host)
    return { address, family: family === 6 ? 6 : 4 }
  })
}

function refuseOutright(host: string, port: number, allow: AllowList): void {
  // A zone would name an interface of this machine.
  if (host.includes('%')) throw new TargetRefused(`${host} is an address of a network of this machine.`)
  if (net.isIP(host)) refuseAddress(host, port, allow, host)
  else if (/(^|\.)localhost$/.test(plainName(host)) && !allow.holds('127.0.0.1', port)) {
    throw new TargetRefused(`${host} is this machine itself, and this installation does not allow it.`)
  }
}

function refuseAddress(address: string, port: number, allow: AllowList, host: string): void {
  const objection = address.includes('%') ? 'a link-local address' : objectionTo(address)
  if (objection === null || (!address.includes('%') && allow.holds(address, port))) return
  const so = 'and this installation does not allow it.'
  if (host === address) throw new TargetRefused(`${address} is ${objection}, ${so}`)
  throw new TargetRefused(
    `${host} stands for ${address}, which is ${objection}, ${so}`,
    `${host} stands for ${objection}, ${so}`,
  )
}
