import type { ForeignAddress } from '@/lib/db/foreign'
import { type Config, settingOf } from '../../connector/settings'
import { SourceFailed } from '../failed'
import { textIn } from '../settings'

/**
 * Where a database is, and who signs in: by the secret `connectionString`, else by settings and the password. Of a
 * connection string only that is taken, and no file of this machine that it may name.
 * @throws SourceFailed, without a word of what is secret
 */
export function addressOf(settings: Config, secrets: Record<string, string>): ForeignAddress {
  const ssl = settingOf(settings, 'ssl')
  const [asked, ca] = [typeof ssl === 'boolean' ? ssl : null, textIn(settings, 'ca')]
  const address = secrets.connectionString
    ? { ...inString(secrets.connectionString, asked), ca }
    : {
        host: textIn(settings, 'host') ?? '',
        port: portOf(settingOf(settings, 'port') ?? usualPort),
        database: textIn(settings, 'database') ?? '',
        user: textIn(settings, 'user') ?? '',
        password: secrets.password ?? '',
        ssl: asked,
        ca,
      }
  // A path would be a socket of this machine.
  if (/[/\\@\s]/.test(address.host)) throw new SourceFailed("Setting 'host' must be the name of a host, or its address")
  return address
}

const usualPort = 5432

function portOf(value: unknown): number {
  const port = Number(value)
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port
  throw new SourceFailed("Setting 'port' must be a whole number from 1 to 65535")
}

const unlike = "Secret 'connectionString' must be such as postgresql://user:password@host:5432/database"

function inString(text: string, asked: boolean | null): Omit<ForeignAddress, 'ca'> {
  const url = /^postgres(ql)?:\/\//.test(text) && URL.canParse(text) ? new URL(text) : null
  const [user, password, database] = [url?.username, url?.password, url?.pathname.slice(1)].map(decoded)
  const host = decoded(url?.hostname)?.replace(/^\[(.*)\]$/, '$1')
  if (!url || !host || !user || !database || password === undefined) throw new SourceFailed(unlike)
  const mode = url.searchParams.get('sslmode')
  const ssl = mode === 'disable' ? false : mode === 'require' || mode?.startsWith('verify') ? true : asked
  return { host, port: portOf(url.port || usualPort), database, user, password, ssl }
}

function decoded(part: string | undefined): string | undefined {
  try {
    return part === undefined ? undefined : decodeURIComponent(part)
  } catch {
    return undefined
  }
}
