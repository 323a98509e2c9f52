import { type ForeignAddress, noTls } from '@/lib/db/foreign'
import { NoReply, noReplyFor } from '@/lib/net/no-reply'
import { TargetRefused } from '@/lib/net/target'
import { SourceFailed } from '../failed'
import { failureOf } from '../reach'

/** What an error of somebody else's database means for a run; its message never holds the password. */
export function failureOfDatabase(error: unknown, { host, password }: ForeignAddress): unknown {
  if (error instanceof SourceFailed || error instanceof TargetRefused) return failureOf(error, host)
  const { message, code = '' } = error as { message: string; code?: string }
  // A server may say anything, also what it was told.
  const said = cut(password === '' ? message : message.replaceAll(password, '…'))
  if (/^[0-9A-Z]{5}$/.test(code)) return ofServer(code, said, host)
  const [, known, temporary = false] = ownWords.find(([words]) => message.startsWith(words)) ?? []
  if (known) return new SourceFailed(`${host}: ${known}`, { temporary })
  const reply = code === '' ? new NoReply('What came back is not from PostgreSQL.') : noReplyFor(error)
  const isUntrusted = reply.message.includes('certificate')
  return failureOf(isUntrusted ? new NoReply(`${reply.message} ${trust}`) : reply, host)
}

const trust = "Give the certificate that it is signed by as 'ca', or set 'ssl' to false."

/** What pg says by itself, what it means, and whether it may go well later. */
const ownWords: [string, string, boolean?][] = [
  [noTls, "The server offers no TLS: set 'ssl' to false, if what is read may be seen on the way."],
  ['There was an error establishing an SSL connection', 'What came back is not from PostgreSQL.'],
  ['timeout expired', 'The connection was not made in time.', true],
  ['Connection terminated', 'The connection was cut.', true],
  ['Query read timeout', 'The reply did not go on.', true],
  ['SASL: SCRAM-SERVER-FIRST-MESSAGE: client password', 'It wants a password, and there is none.'],
  ['SASL', 'The server and the password do not fit together.'],
]

/** By the class of SQLSTATE, or the whole of it. */
function ofServer(code: string, said: string, host: string): SourceFailed {
  const kind = code.slice(0, 2)
  if (kind === '28') return new SourceFailed(`${host} refuses the user, the password or where they come from (${code})`)
  if (code === '57014') return new SourceFailed(`${host} took too long, and gave up: ${said}`)
  if (code === '25006') return new SourceFailed(`${host}: only reading is possible: ${said}`)
  const temporary = kind === '08' || kind === '53' || kind === '57' || kind === '58' || passing.has(code)
  return new SourceFailed(`${host} answers: ${said}`, { temporary })
}

/** Serialization, deadlock, a lock that was not to be had. */
const passing = new Set(['40001', '40P01', '55P03'])

const longest = 300
const cut = (text: string): string => {
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length > longest ? `${line.slice(0, longest).toWellFormed()}…` : line
}
