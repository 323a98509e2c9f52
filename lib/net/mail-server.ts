/** The server that e-mail leaves through, and whom it is from. */
export interface MailServer {
  /** `smtp://user:password@host:587`, or `smtps://` where TLS begins at once. */
  url: string
  /** An address, or `Name <address>`. */
  from: string
}

/**
 * Reads the settings of a mail server.
 * @throws Error naming the variable that makes no sense, and nothing of what it holds
 */
export function mailServerIn(url: string, from: string): MailServer {
  const address = URL.canParse(url) ? new URL(url) : null
  if (!address || !/^smtps?:$/.test(address.protocol) || address.hostname === '') {
    throw new Error('SMTP_URL is not an address such as smtp://user:password@smtp.example.com:587.')
  }
  if (addressIn(from) === null) {
    throw new Error('MAIL_FROM must be an address that e-mail is from, such as Throughline <sales@example.com>.')
  }
  return { url, from }
}

/** The address in `Name <address>`, or a bare one; null where there is none. */
export function addressIn(from: string): string | null {
  const bare = /^[^<>\r\n]*<([^<>\r\n]*)>\s*$/.exec(from)?.[1] ?? from.trim()
  return /^[^\s@<>,;"]+@[^\s@<>,;"]+$/.test(bare) ? bare : null
}
