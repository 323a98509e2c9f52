import { once } from 'node:events'
import http from 'node:http'
import net, { type AddressInfo } from 'node:net'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { type Api, isApiTarget, loadApi } from './api'
import { streamHappenings } from './fixtures/api/stream/route'

let api: Api
let server: http.Server
let port: number
let base: string

beforeAll(async () => {
  api = await loadApi(path.join(import.meta.dirname, 'fixtures/api'), 'https://sales.example.com', {
    unknownPath: async (request) => Response.json({ unknown: request.url }, { status: 404 }),
    wrongMethod: async (request, allowed, route) =>
      Response.json({ wrong: request.method, allowed, route }, { status: 405 }),
  })
  server = http.createServer((incoming, outgoing) => void api.answer(incoming, outgoing)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address() as AddressInfo
  port = address.port
  base = `http://127.0.0.1:${port}/api/v1`
})

afterAll(() => {
  server.closeAllConnections()
  server.close()
})

describe('finds the handler', () => {
  test.each([
    ['/things', '/things'],
    ['/things/42', '/things/[id]'],
    ['/things/preview', '/things/preview'],
    ['/things/preview/parts', '/things/[id]/parts'],
    ['/things/a%20b', '/things/[id]'],
  ])('%s is answered by %s', async (target, route) => {
    expect(await json(target)).toMatchObject({ route, url: base + target })
  })

  test.each([
    '',
    '/',
    '/nothing',
    '/things/',
    '/things//parts',
    '/things/%zz',
    '/things/%ff',
    '/things/42/parts/7',
    '/../things',
    '/Things',
  ])('nothing is at %j', async (target) => {
    expect(await raw('GET', `/api/v1${target}`)).toMatch(/^HTTP\/1.1 404 .*"unknown":"http:/s)
  })

  test('another method is told which there are', async () => {
    expect(await json('/things', { method: 'DELETE' })).toEqual({
      wrong: 'DELETE',
      allowed: ['GET', 'POST', 'PUT'],
      route: '/things',
    })
    expect(await json('/things/42/parts', { method: 'OPTIONS' })).toMatchObject({ route: '/things/[id]/parts' })
    expect(await raw('PROPFIND', '/api/v1/things')).toContain('"wrong":"PROPFIND"')
  })

  test('HEAD is GET without the body', async () => {
    const get = await fetch(`${base}/things`)
    const head = await fetch(`${base}/things`, { method: 'HEAD' })
    expect(head.status).toBe(200)
    expect(head.headers.get('content-length')).toBe(String((await get.text()).length))
    expect(await head.text()).toBe('')
  })

  test('knows its own paths', () => {
    expect(['/api/v1', '/api/v1/', '/api/v1?x', '/api/v1/things'].every(isApiTarget)).toBe(true)
    expect(['/api/v12', '/api/auth/session', '/', '/api%2Fv1/things'].some(isApiTarget)).toBe(false)
  })
})

describe('carries request and response', () => {
  test('body, status and headers, several cookies too', async () => {
    const text = '{"title":"Überraschung"}'
    const reply = await fetch(`${base}/things`, {
      method: 'POST',
      body: text,
      headers: { 'content-type': 'application/json' },
    })
    expect(reply.status).toBe(201)
    expect(reply.headers.getSetCookie()).toEqual(['a=1', 'b=2'])
    expect(reply.headers.get('content-type')).toBe('application/json')
    expect(await reply.text()).toBe(text)
  })

  test('a body in chunks, larger than any buffer', async () => {
    const text = 'x'.repeat(3_000_000)
    const reply = await fetch(`${base}/things`, { method: 'POST', body: inChunks(text), ...{ duplex: 'half' } })
    expect((await reply.text()).length).toBe(text.length)
  })

  test('an unread body leaves the connection usable', async () => {
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 })
    const statuses = []
    for (const body of ['x'.repeat(500_000), 'y']) {
      const request = http.request({ port, agent, method: 'PUT', path: '/api/v1/things' })
      request.end(body)
      statuses.push(await statusOf(request))
    }
    agent.destroy()
    expect(statuses).toEqual([204, 204])
  })

  test('the origin is the one the caller used; https where the public address says so; a strange Host counts as none', async () => {
    const origin = async (host: string) =>
      (await raw('GET', '/api/v1/things', host)).match(/"url":"([^/]+\/\/[^/]+)/)?.[1]
    expect(await origin('localhost:3000')).toBe('http://localhost:3000')
    expect(await origin('[::1]:3000')).toBe('http://[::1]:3000')
    expect(await origin('sales.example.com')).toBe('https://sales.example.com')
    expect(await origin('evil.com/x?')).toBe('https://sales.example.com')
  })

  test('a fault is logged here and not told there', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => {})
    const reply = await fetch(`${base}/crash`)
    expect(reply.status).toBe(500)
    expect(await reply.text()).not.toContain('secret')
    expect(log).toHaveBeenCalledOnce()
    log.mockRestore()
  })
})

describe('streams', () => {
  test('a large body arrives whole', async () => {
    expect((await (await fetch(`${base}/stream?big`)).arrayBuffer()).byteLength).toBe(10_000_000)
  })

  test('events come at once, and a caller who hangs up ends them', async () => {
    const reply = await fetch(`${base}/stream?name=gone`)
    const reader = reply.body?.getReader()
    expect(new TextDecoder().decode((await reader?.read())?.value)).toBe('data: hello\n\n')
    const ended = Promise.all([once(streamHappenings, 'gone cancelled'), once(streamHappenings, 'gone aborted')])
    await reader?.cancel()
    await ended
  })

  test('the server can end them', async () => {
    const reply = await fetch(`${base}/stream?name=kept`)
    const reader = reply.body?.getReader()
    await reader?.read()
    const cancelled = once(streamHappenings, 'kept cancelled')
    api.endStreams()
    expect(await reader?.read()).toMatchObject({ done: true })
    await cancelled
  })
})

async function json(target: string, options?: RequestInit): Promise<unknown> {
  return (await fetch(base + target, options)).json()
}

function inChunks(text: string): ReadableStream<Uint8Array> {
  return new Blob([text]).stream()
}

function statusOf(request: http.ClientRequest): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request.once('error', reject)
    request.once('response', (reply) => reply.resume().once('end', () => resolve(reply.statusCode)))
  })
}

/** A request that no client library would send. */
async function raw(method: string, target: string, host = `127.0.0.1:${port}`): Promise<string> {
  const socket = net.connect(port, '127.0.0.1')
  socket.end(`${method} ${target} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`)
  let text = ''
  for await (const chunk of socket) text += chunk
  return text
}
