import net from 'node:net'
import ip from 'ipaddr.js'

/** Where this installation may connect to although it is no public address. */
export interface AllowList {
  /** Whether a name may be connected to at a port, whatever address it has. */
  names(host: string, port: number): boolean
  /** Whether an address may be connected to at a port. */
  holds(address: string, port: number): boolean
}

type Entry = { port: number | null } & ({ host: string } | { block: ReturnType<typeof ip.parseCIDR> })

/**
 * Reads an allow-list: names, addresses and CIDR blocks, separated by commas; a name or an address may have a port,
 * and then counts for that port only: `127.0.0.1:9000, [::1]:9000, 10.0.0.0/8, intranet.example`.
 * @throws Error whose message is the entry that is none of these
 */
export function readAllowList(text: string): AllowList {
  const entries = text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
    .map(readEntry)
  const at = (port: number) => entries.filter((entry) => entry.port === null || entry.port === port)
  return {
    names: (host, port) => at(port).some((entry) => 'host' in entry && entry.host === plainName(host)),
    holds: (address, port) => {
      const parsed = ip.process(address)
      return at(port).some(
        (entry) => 'block' in entry && entry.block[0].kind() === parsed.kind() && parsed.match(entry.block),
      )
    },
  }
}

/** The allow-list of this installation: `OUTBOUND_ALLOW`. Without one, only public addresses are connected to. */
export const ownAllowList = (): AllowList => readAllowList(process.env.OUTBOUND_ALLOW ?? '')

/** A host's name as two spellings of it are compared: small letters, no dot of the root. */
export const plainName = (host: string): string => host.toLowerCase().replace(/\.$/, '')

const withPort = /^(?:\[(?<six>[^\]]+)\]|(?<other>[^:[\]]+))(?::(?<port>\d{1,5}))?$/
const hostName = /^(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*\.?$/i

function readEntry(entry: string): Entry {
  if (entry.includes('/')) return { block: readBlock(entry), port: null }
  if (net.isIPv6(entry)) return { block: ip.parseCIDR(`${entry}/128`), port: null }
  const { six, other = '', port } = withPort.exec(entry)?.groups ?? {}
  const number = port === undefined ? null : Number(port)
  if (number !== null && (number < 1 || number > 65_535)) throw new Error(entry)
  if (six !== undefined) {
    if (!net.isIPv6(six)) throw new Error(entry)
    return { block: ip.parseCIDR(`${six}/128`), port: number }
  }
  if (net.isIPv4(other)) return { block: ip.parseCIDR(`${other}/32`), port: number }
  // What looks like an address and is none would be taken for a name, and allow nothing.
  if (!hostName.test(other) || /^[\d.]+$/.test(other)) throw new Error(entry)
  return { host: plainName(other), port: number }
}

function readBlock(entry: string): ReturnType<typeof ip.parseCIDR> {
  const [address = ''] = entry.split('/')
  try {
    if (net.isIP(address)) return ip.parseCIDR(entry)
  } catch {
    // Said below, like all that is none.
  }
  throw new Error(entry)
}
