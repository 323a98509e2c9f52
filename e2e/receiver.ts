import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { Webhook } from 'standardwebhooks'

/** A request that a receiver got. */
export interface Received {
  id: string
  timestamp: string
  signature: string
  body: string
}

/** A receiver of webhooks on this machine. */
export interface Receiver {
  url: string
  /** `127.0.0.1:port`, for the allow-list. */
  address: string
  got: Received[]
  /** How it answers from now on; by default 200. */
  answer: http.RequestListener
  stop(): Promise<void>
}

/** Opens a receiver on a free port. */
export async function openReceiver(): Promise<Receiver> {
  const server = http.createServer(async (incoming, outgoing) => {
    let body = ''
    for await (const chunk of incoming) body += chunk
    const header = (name: string) => String(incoming.headers[`webhook-${name}`] ?? '')
    receiver.got.push({ id: header('id'), timestamp: header('timestamp'), signature: header('signature'), body })
    receiver.answer(incoming, outgoing)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = `127.0.0.1:${(server.address() as AddressInfo).port}`
  const receiver: Receiver = {
    url: `http://${address}/in`,
    address,
    got: [],
    answer: (_, outgoing) => void outgoing.end('thanks'),
    stop: async () => {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
  return receiver
}

/** What a receiver reads of a request with its secret; throws when it is not who it says it is. */
// biome-ignore lint/suspicious/noExplicitAny: what a test expects of a body it says in its assertions
export const verified = (secret: string, { id, timestamp, signature, body }: Received): any =>
  new Webhook(secret).verify(body, {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signature,
  })
