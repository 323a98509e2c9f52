import http from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { answerUnknownPath, answerWrongMethod } from '@/lib/http/unknown'
import { loadApi } from '@/lib/server/api'

/** A reply as tests look at it. */
export interface Answer {
  status: number
  headers: Headers
  text: string
  // biome-ignore lint/suspicious/noExplicitAny: what a test expects of a body it says in its assertions
  body: any
}

export interface Ask {
  key?: string
  headers?: Record<string, string>
  /** Sent as JSON. */
  body?: unknown
  /** Sent as it is. */
  raw?: string | Uint8Array<ArrayBuffer>
}

/** The API on a real socket, served by our own server's dispatch. */
export interface RunningApi {
  url: string
  ask(method: string, path: string, ask?: Ask): Promise<Answer>
  stop(): Promise<void>
}

/** Serves the API's routes on a free port of this machine. */
export async function startApi(): Promise<RunningApi> {
  const root = path.resolve(import.meta.dirname, '../app/api/v1')
  const refusals = { unknownPath: answerUnknownPath, wrongMethod: answerWrongMethod }
  // As lib/server has it: a connection that is closed as it is used again fails its caller.
  const server = http.createServer({ keepAliveTimeout: 75_000 }, (incoming, outgoing) => {
    void api.answer(incoming, outgoing)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const api = await loadApi(root, url, refusals)
  return {
    url,
    ask: (method, where, ask = {}) => request(`${url}/api/v1${where}`, method, ask),
    stop: async () => {
      api.endStreams()
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
}

/** One request; the body that comes back is parsed when it is JSON. */
export async function request(url: string, method: string, { key, headers, body, raw }: Ask): Promise<Answer> {
  const reply = await fetch(url, {
    method,
    headers: {
      ...(key && { authorization: `Bearer ${key}` }),
      ...((body !== undefined || raw !== undefined) && { 'content-type': 'application/json' }),
      ...headers,
    },
    body: raw ?? (body === undefined ? undefined : JSON.stringify(body)),
  })
  const text = await reply.text()
  const json = reply.headers.get('content-type')?.startsWith('application/json') && text !== ''
  return { status: reply.status, headers: reply.headers, text, body: json ? JSON.parse(text) : null }
}
