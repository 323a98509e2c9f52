/** Nothing came back; the message is a sentence that says why. */
export class NoReply extends Error {
  override readonly name = 'NoReply'

  /** @param temporary whether asking again later may help */
  constructor(
    message: string,
    readonly temporary = false,
  ) {
    super(message)
  }
}

/** What an error of the network means, be it of a request or of a database's socket. */
export function noReplyFor(error: unknown): NoReply {
  if (error instanceof NoReply) return error
  const code = codeOf(error)
  if (code.startsWith('HPE_') || (error instanceof Error && error.name === 'HTTPParserError')) {
    return new NoReply('What came back is no HTTP.')
  }
  if (/^ERR_(SSL|TLS)_/.test(code) || code === 'EPROTO') return new NoReply('There was no agreement on TLS.')
  if (code.startsWith('Z_') || code.startsWith('ERR__ERROR') || code === 'ERR_BUFFER_TOO_LARGE') {
    return new NoReply('What came back is not compressed as it says.')
  }
  const passing = Object.hasOwn(passingReasons, code) ? passingReasons[code] : undefined
  if (passing) return new NoReply(passing, true)
  const lasting = Object.hasOwn(lastingReasons, code) ? lastingReasons[code] : undefined
  return new NoReply(lasting ?? `The request failed${code ? ` (${code})` : ''}.`)
}

const passingReasons: Record<string, string> = {
  ECONNREFUSED: 'Nothing listens at this address.',
  EAI_AGAIN: 'The name of the host cannot be resolved now.',
  ECONNRESET: 'The connection was cut.',
  ECONNABORTED: 'The connection was cut.',
  EPIPE: 'The connection was cut.',
  UND_ERR_SOCKET: 'The connection was cut.',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'The connection was cut.',
  EHOSTUNREACH: 'The host is out of reach.',
  ENETUNREACH: 'The host is out of reach.',
  ETIMEDOUT: 'The connection was not made in time.',
  UND_ERR_CONNECT_TIMEOUT: 'The connection was not made in time.',
  UND_ERR_HEADERS_TIMEOUT: 'The reply did not begin in time.',
  UND_ERR_BODY_TIMEOUT: 'The reply did not go on.',
}

const lastingReasons: Record<string, string> = {
  ENOTFOUND: 'There is no such host.',
  CERT_HAS_EXPIRED: 'The certificate has expired.',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'The certificate is signed by nobody known.',
  SELF_SIGNED_CERT_IN_CHAIN: 'The certificate is signed by nobody known.',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'The certificate is signed by nobody known.',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'The certificate is signed by nobody known.',
  ERR_TLS_CERT_ALTNAME_INVALID: 'The certificate is for another host.',
  UND_ERR_INVALID_ARG: 'The request cannot be sent: one of its headers is not possible.',
  UND_ERR_HEADERS_OVERFLOW: 'The head of the reply is too long.',
}

/** Of several addresses tried, what the last one said. */
function codeOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors.at(-1))
  if (!(error instanceof Error)) return ''
  if ('code' in error && typeof error.code === 'string') return error.code
  return error.cause === undefined ? '' : codeOf(error.cause)
}
