import { EventEmitter, once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import net from 'node:net'
import { expect, test, vi } from 'vitest'
import { freePort } from '@/e2e/app'
import type { Api } from './api'
import { probePort, serve } from './http-server'

const host = '127.0.0.1'
const noApi: Api = { answer: async (_, outgoing) => void outgoing.end('api'), endStreams: () => {} }
const echo = async (incoming: IncomingMessage, outgoing: ServerResponse) => void outgoing.end(`page ${incoming.url}`)

test('gives the API what is below /api/v1, and the pages the rest', async () => {
  const port = await freePort()
  const server = await serve(host, port, noApi, echo)
  const get = async (target: string) => (await raw(port, `GET ${target} HTTP/1.1`)).split('\r\n\r\n')[1]
  expect(await get('/api/v1/deals?x=1')).toContain('api')
  expect(await get(`http://${host}:${port}/api/v1/deals`)).toContain('api')
  expect(await get('/api/v12')).toContain('page /api/v12')
  expect(await get(`http://${host}:${port}?x`)).toContain('page /?x')
  await server.close()
})

test('closing ends streams, lets a request under way finish, and takes no new one', async () => {
  const port = await freePort()
  const asked = new EventEmitter()
  const endStreams = vi.fn()
  const slow = async (_: IncomingMessage, outgoing: ServerResponse) => void asked.emit('page', outgoing)
  const server = await serve(host, port, { ...noApi, endStreams }, slow)
  const begun = once(asked, 'page')
  const reply = fetch(`http://${host}:${port}/slow`)
  const [outgoing] = await begun
  const closed = server.close()
  expect(endStreams).toHaveBeenCalledOnce()
  await expect(fetch(`http://${host}:${port}/new`)).rejects.toThrow()
  outgoing.end('done')
  expect(await (await reply).text()).toBe('done')
  await closed
})

test('closing cuts a request that never ends', async () => {
  const port = await freePort()
  const asked = new EventEmitter()
  const server = await serve(host, port, noApi, async () => void asked.emit('page'))
  const begun = once(asked, 'page')
  const refused = expect(fetch(`http://${host}:${port}/never`)).rejects.toThrow()
  await begun
  await server.close(10)
  await refused
})

test('a fault in the pages cuts that connection only', async () => {
  const port = await freePort()
  const server = await serve(host, port, noApi, async (incoming, outgoing) => {
    if (incoming.url === '/fault') outgoing.destroy(new Error('a fault'))
    else outgoing.end('fine')
  })
  await expect(fetch(`http://${host}:${port}/fault`)).rejects.toThrow()
  expect(await (await fetch(`http://${host}:${port}/`)).text()).toBe('fine')
  await server.close()
})

test('a head that is too large is refused', async () => {
  const port = await freePort()
  const server = await serve(host, port, noApi, echo)
  expect(await raw(port, `GET / HTTP/1.1\r\nX-Large: ${'x'.repeat(20_000)}`)).toMatch(/^HTTP\/1\.1 431 /)
  await server.close()
})

test('says which port or host cannot be had', async () => {
  const other = net.createServer().listen(0, host)
  await once(other, 'listening')
  const address = other.address()
  const port = address && typeof address === 'object' ? address.port : 0
  await expect(probePort(host, port)).rejects.toThrow(
    `Port ${port} is taken by another program: set PORT to a free one.`,
  )
  other.close()
  await expect(probePort('192.0.2.1', await freePort())).rejects.toThrow(
    'HOST 192.0.2.1 is no address of this machine.',
  )
})

async function raw(port: number, head: string): Promise<string> {
  const socket = net.connect(port, host)
  socket.end(`${head}\r\nHost: ${host}:${port}\r\nConnection: close\r\n\r\n`)
  let text = ''
  for await (const chunk of socket) text += chunk
  return text
}
