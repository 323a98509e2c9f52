import { createTransport } from 'nodemailer'
import { addressIn, type MailServer } from './mail-server'

export interface Mail {
  /** The same for every attempt to send the same, so that servers and programs can tell doubles. */
  id: string
  to: string
  subject: string
  text: string
  html: string
  /** Where its receiver says that they want no more of these. */
  unsubscribe: string
}

/** The server did not take an e-mail. */
export class NotMailed extends Error {
  override name = 'NotMailed'

  constructor(
    message: string,
    /** It will never take this one; else it may take it later. */
    readonly forGood: boolean,
  ) {
    super(message)
  }
}

export interface Mailer {
  /** @throws NotMailed */
  send(mail: Mail): Promise<void>
}

const seconds = 1000

/** Sends e-mail, each over a connection of its own. With a password TLS is a must, but to this very machine. */
export function openMailer({ url, from }: MailServer): Mailer {
  const { hostname, username } = new URL(url)
  const transport = createTransport({
    url,
    requireTLS: username !== '' && !isThisMachine(hostname),
    // All in all shorter than the lease of a claim (domain/notification/claim-mail.ts).
    ...{ dnsTimeout: 10 * seconds, connectionTimeout: 10 * seconds, greetingTimeout: 10 * seconds },
    socketTimeout: 15 * seconds,
    ...{ disableFileAccess: true, disableUrlAccess: true },
  })
  const domain = addressIn(from)?.split('@')[1] ?? 'throughline.invalid'
  return {
    send: async ({ id, to, subject, text, html, unsubscribe }) => {
      try {
        await transport.sendMail({
          from,
          // Taken as it is: nothing in it begins another address.
          to: { name: '', address: to },
          messageId: `<${id}@${domain}>`,
          subject: oneLine(subject),
          ...{ text, html },
          list: { unsubscribe: { url: unsubscribe, comment: 'Choose what reaches you by e-mail' } },
          // No machine is to answer, such as one that says that somebody is away.
          headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
        })
      } catch (error) {
        throw notMailed(error)
      }
    },
  }
}

/** A subject is one line of moderate length; what else the text holds has no meaning there. */
const oneLine = (text: string): string => {
  const line = [...text.replace(/[\p{C}\s]+/gu, ' ').trim()]
  return line.length > 200 ? `${line.slice(0, 199).join('')}…` : line.join('')
}

const isThisMachine = (host: string): boolean => /^(localhost|127(\.\d+){3}|\[::1\])$/.test(host)

// An answer to the receiver's address or to the text is about this e-mail; any other is about the installation, which
// its operator can put right meanwhile.
const ofThisMail = /^(RCPT TO|DATA)$/

function notMailed(error: unknown): NotMailed {
  const { code, command, responseCode } = error as { code?: string; command?: string; responseCode?: number }
  const final = responseCode !== undefined && responseCode >= 500 && ofThisMail.test(command ?? '')
  const unaddressed = code === 'EENVELOPE' && responseCode === undefined
  // The server's words may repeat what it was sent: they stay out of the log.
  const said = [code, responseCode, command && `after ${command}`].filter(Boolean).join(' ')
  return new NotMailed(said || 'unknown', final || unaddressed)
}
