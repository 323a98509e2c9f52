import type { IncomingMessage, ServerResponse } from 'node:http'

/** Hosts as HTTP allows them; anything else would make the address of a request mean something else. */
const plainHost = /^(?:[\w.-]+|\[[\da-fA-F:.]+\])(?::\d{1,5})?$/

/**
 * The web-standard request of a Node one. Only what a handler asks for is made: most ask for the headers alone, and a
 * whole `Request` with its signal costs ten times that.
 * @param url absolute
 */
export function webRequest(incoming: IncomingMessage, outgoing: ServerResponse, url: string): Request {
  const request: Request & Incoming = Object.create(lazyRequest)
  request[source] = { incoming, outgoing, url }
  return request
}

/**
 * The origin by which the caller addressed us. A proxy that ends https is known by `APP_URL`: headers that anybody
 * can send are not asked.
 */
export function requestOrigin(incoming: IncomingMessage, publicUrl: URL): string {
  const { host } = incoming.headers
  if (!host || !plainHost.test(host) || host === publicUrl.host) return publicUrl.origin
  return `http://${host}`
}

const source = Symbol('source')

type Source = {
  incoming: IncomingMessage
  outgoing: ServerResponse
  url: string
  headers?: Headers
  abort?: AbortController
  whole?: Request
}
type Incoming = { [source]: Source }

function getter(read: (from: Source) => unknown): PropertyDescriptor {
  return {
    get(this: Incoming) {
      return read(this[source])
    },
  }
}

function method(name: 'arrayBuffer' | 'blob' | 'clone' | 'formData' | 'json' | 'text'): PropertyDescriptor {
  return {
    value(this: Incoming) {
      return whole(this[source])[name]()
    },
  }
}

const lazyRequest: object = Object.create(Request.prototype, {
  method: getter((from) => from.incoming.method),
  url: getter((from) => from.url),
  headers: getter(headersOf),
  signal: getter(signalOf),
  body: getter((from) => whole(from).body),
  bodyUsed: getter((from) => whole(from).bodyUsed),
  ...Object.fromEntries(
    (['arrayBuffer', 'blob', 'clone', 'formData', 'json', 'text'] as const).map((name) => [name, method(name)]),
  ),
  ...Object.fromEntries(
    (['cache', 'credentials', 'destination', 'integrity', 'keepalive', 'mode', 'redirect', 'referrer'] as const).map(
      (name) => [name, getter((from) => whole(from)[name])],
    ),
  ),
})

function headersOf(from: Source): Headers {
  if (from.headers) return from.headers
  const headers = new Headers()
  const { rawHeaders } = from.incoming
  for (let at = 0; at < rawHeaders.length; at += 2) headers.append(rawHeaders[at] ?? '', rawHeaders[at + 1] ?? '')
  from.headers = headers
  return headers
}

function signalOf(from: Source): AbortSignal {
  if (from.abort) return from.abort.signal
  const abort = new AbortController()
  from.abort = abort
  if (from.outgoing.destroyed) abort.abort()
  else from.outgoing.once('close', () => from.outgoing.writableFinished || abort.abort())
  return abort.signal
}

function whole(from: Source): Request {
  from.whole ??= new Request(from.url, {
    method: from.incoming.method,
    headers: headersOf(from),
    signal: signalOf(from),
    ...(hasBody(from.incoming) && { body: bodyOf(from.incoming), duplex: 'half' }),
  })
  return from.whole
}

function hasBody({ method, headers }: IncomingMessage): boolean {
  if (method === 'GET' || method === 'HEAD') return false
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
}

function bodyOf(incoming: IncomingMessage): ReadableStream<Uint8Array> {
  let open = true
  const end = (finish: () => void) => () => {
    if (open) finish()
    open = false
  }
  return new ReadableStream(
    {
      start(body) {
        incoming.on('data', (chunk: Buffer) => {
          if (!open) return
          body.enqueue(chunk)
          incoming.pause()
        })
        incoming.once(
          'end',
          end(() => body.close()),
        )
        const cut = end(() => body.error(new Error('The caller hung up before the end of the body')))
        incoming.once('error', cut).once('close', cut)
        incoming.pause()
      },
      pull() {
        incoming.resume()
      },
      cancel() {
        open = false
        // What is still on its way is read and dropped: a caller that is busy sending would not hear the answer.
        incoming.resume()
      },
    },
    { highWaterMark: 0 },
  )
}
