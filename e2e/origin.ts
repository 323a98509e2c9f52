import http, { type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A request that an origin got. */
export interface Asked {
  method: string
  target: string
  headers: IncomingHttpHeaders
  body: string
}

/** A server on this machine that stands for somebody else's. */
export interface Origin {
  url: string
  port: number
  /** `127.0.0.1:port`, for the allow-list. */
  address: string
  asked: Asked[]
  stop(): Promise<void>
}

/** Opens a server on a free port of 127.0.0.1. */
export async function openOrigin(
  answer: (asked: Asked, outgoing: http.ServerResponse) => unknown = (_, outgoing) => outgoing.end(),
): Promise<Origin> {
  const asked: Asked[] = []
  const server = http.createServer(async (incoming, outgoing) => {
    let body = ''
    for await (const chunk of incoming) body += chunk
    const { method = '', url = '', headers } = incoming
    const one = { method, target: url, headers, body }
    asked.push(one)
    await answer(one, outgoing)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  const address = `127.0.0.1:${port}`
  return {
    url: `http://${address}`,
    port,
    address,
    asked,
    stop: async () => {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
}

/** Gives a file as a careful server does: with a mark of its content, and ranges of it. */
export function giveFile(content: Buffer, { range }: IncomingHttpHeaders, outgoing: http.ServerResponse, etag = '"1"') {
  const from = Number(/^bytes=(\d+)-$/.exec(range ?? '')?.[1] ?? 0)
  outgoing.setHeader('etag', etag)
  if (!range) return outgoing.end(content)
  if (from >= content.length) return outgoing.writeHead(416).end()
  outgoing.writeHead(206, { 'content-range': `bytes ${from}-${content.length - 1}/${content.length}` })
  return outgoing.end(content.subarray(from))
}
