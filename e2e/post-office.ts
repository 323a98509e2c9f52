import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'

/** An e-mail as a mail server took it. */
export interface Letter {
  from: string
  to: string[]
  /** By their names in lower case, unfolded and decoded. */
  headers: Record<string, string>
  /** The whole text, with what was encoded in it decoded. */
  text: string
}

/** A mail server on this machine. */
export interface PostOffice {
  /** For SMTP_URL. */
  url: string
  taken: Letter[]
  /** What it answers to a receiver, and to an e-mail it was given; undefined: that it takes it. */
  refuse: { receiver?: Refusal; letter?: Refusal }
  stop(): Promise<void>
}

interface Refusal {
  code: number
  words: string
}

/** Opens a mail server on a free port. With `password`, whoever sends has to be `sales` with that password. */
export async function openPostOffice(password?: string): Promise<PostOffice> {
  const answer = (refusal: Refusal | undefined) =>
    refusal && Object.assign(new Error(refusal.words), { responseCode: refusal.code })
  const server = new SMTPServer({
    // Node's own certificate of this server is worth nothing to anybody.
    disabledCommands: ['STARTTLS', ...(password === undefined ? ['AUTH'] : [])],
    allowInsecureAuth: true,
    logger: false,
    onAuth: ({ username, password: given }, _, done) => {
      const known = username === 'sales' && given === password
      done(known ? null : Object.assign(new Error('Nobody knows you'), { responseCode: 535 }), { user: 'sales' })
    },
    onRcptTo: (_, __, done) => done(answer(office.refuse.receiver)),
    onData: async (stream, { envelope }, done) => {
      let raw = ''
      for await (const chunk of stream) raw += chunk
      const refusal = answer(office.refuse.letter)
      if (!refusal) {
        const { mailFrom, rcptTo } = envelope
        office.taken.push({
          ...{ from: (mailFrom || { address: '' }).address, to: rcptTo.map(({ address }) => address) },
          ...{ headers: headersOf(raw), text: decoded(raw) },
        })
      }
      done(refusal)
    },
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.server.address() as AddressInfo
  const office: PostOffice = {
    url: `smtp://${password === undefined ? '' : `sales:${encodeURIComponent(password)}@`}127.0.0.1:${port}`,
    taken: [],
    refuse: {},
    stop: () => new Promise((done) => server.close(() => done())),
  }
  return office
}

function headersOf(raw: string): Letter['headers'] {
  const head = raw.slice(0, raw.indexOf('\r\n\r\n')).replace(/\r\n[ \t]+/g, ' ')
  const lines = head.split('\r\n').map((line) => /^([^:]+):\s*(.*)$/.exec(line) ?? [])
  return Object.fromEntries(lines.map(([, name = '', value = '']) => [name.toLowerCase(), words(value)]))
}

/** RFC 2047's encoded words; between two of them there is nothing. */
const words = (value: string): string =>
  value
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?utf-8\?([qb])\?(.*?)\?=/gi, (_, by: string, text: string) =>
      by.toLowerCase() === 'b' ? Buffer.from(text, 'base64').toString() : quoted(text.replaceAll('_', ' ')),
    )

const decoded = (raw: string): string =>
  /^content-transfer-encoding: quoted-printable/im.test(raw) ? quoted(raw.replace(/=\r\n/g, '')) : raw

const quoted = (text: string): string =>
  text.replace(/(?:=[0-9A-F]{2})+/gi, (bytes) => Buffer.from(bytes.replaceAll('=', ''), 'hex').toString())
