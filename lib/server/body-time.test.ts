import { once } from 'node:events'
import http, { type IncomingMessage, type ServerResponse } from 'node:http'
import net, { type AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { limitBody, spareBody } from './body-time'

let server: http.Server
let socket: net.Socket

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
})
afterEach(async () => {
  vi.useRealTimers()
  socket.destroy()
  server.closeAllConnections()
  await new Promise((done) => server.close(done))
})

/** A request whose body has begun to come in. */
async function begun(head: string): Promise<{ incoming: IncomingMessage; outgoing: ServerResponse }> {
  server = http.createServer((incoming, outgoing) => limitBody(incoming, outgoing))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const asked = once(server, 'request') as Promise<[IncomingMessage, ServerResponse]>
  socket = net.connect((server.address() as AddressInfo).port, '127.0.0.1')
  socket.resume()
  socket.write(`${head}\r\nHost: x\r\n`)
  socket.write('\r\n')
  const [incoming, outgoing] = await asked
  return { incoming, outgoing }
}

const slowly = 'POST / HTTP/1.1\r\nContent-Length: 100'

test('a body that does not end is cut off after two minutes', async () => {
  const { incoming } = await begun(slowly)
  incoming.resume()
  vi.advanceTimersByTime(119_999)
  expect(incoming.socket.destroyed).toBe(false)
  const closed = once(socket, 'close')
  vi.advanceTimersByTime(1)
  await closed
})

test('one that is spared takes its time until it is answered', async () => {
  const { incoming, outgoing } = await begun(slowly)
  incoming.resume()
  spareBody(incoming)
  vi.advanceTimersByTime(3_600_000)
  expect(incoming.socket.destroyed).toBe(false)
  outgoing.end('enough')
  await once(outgoing, 'finish')
  const closed = once(socket, 'close')
  vi.advanceTimersByTime(30_000)
  await closed
})

test('a request that is whole is left alone', async () => {
  const { incoming, outgoing } = await begun('POST / HTTP/1.1\r\nContent-Length: 0')
  incoming.resume()
  await once(incoming, 'end')
  outgoing.end('fine')
  await once(outgoing, 'finish')
  vi.advanceTimersByTime(3_600_000)
  expect(incoming.socket.destroyed).toBe(false)
})
