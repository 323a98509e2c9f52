import http, { type IncomingMessage, type ServerResponse } from 'node:http'
import { errorCode, Obstacle } from '@/lib/db/obstacle'
import { type Api, isApiTarget } from './api'
import { limitBody } from './body-time'

type PageHandler = (incoming: IncomingMessage, outgoing: ServerResponse) => Promise<void>

export type RunningServer = {
  /** Stops accepting, lets requests under way finish for up to `patience` milliseconds, then cuts what is left. */
  close(patience?: number): Promise<void>
}

/**
 * Listens for the API and everything else.
 * @throws Obstacle when the port is taken or the address is none of this machine's
 */
export async function serve(host: string, port: number, api: Api, pages: PageHandler): Promise<RunningServer> {
  const server = http.createServer(
    {
      // A caller that sends its head byte by byte holds a connection no longer than this.
      headersTimeout: 20_000,
      // A body has its own time: see limitBody.
      requestTimeout: 0,
      // Longer than the idle time of the usual proxies, so that it is they who close.
      keepAliveTimeout: 75_000,
      maxHeaderSize: 16_384,
    },
    (incoming, outgoing) => {
      incoming.url = originForm(incoming.url ?? '/')
      limitBody(incoming, outgoing)
      // As a proxy does: whatever a caller claims, the last entry is the peer that we see.
      const peers = [incoming.headers['x-forwarded-for'], incoming.socket.remoteAddress]
      incoming.headers['x-forwarded-for'] = peers.filter(Boolean).join(', ')
      const answer = isApiTarget(incoming.url) ? api.answer : pages
      answer(incoming, outgoing).catch((error) => {
        console.error(error)
        outgoing.destroy()
      })
    },
  )
  await listening(server, host, port)
  return {
    async close(patience = 10_000) {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      api.endStreams()
      // A connection whose last request has just been answered would stay open for the next.
      const idle = setInterval(() => server.closeIdleConnections(), 50)
      const late = setTimeout(() => server.closeAllConnections(), patience)
      await closed
      clearInterval(idle)
      clearTimeout(late)
    },
  }
}

/** Fails as `serve` would, before the long work of a start is done for nothing. */
export async function probePort(host: string, port: number): Promise<void> {
  const server = http.createServer()
  await listening(server, host, port)
  await new Promise((resolve) => server.close(resolve))
}

async function listening(server: http.Server, host: string, port: number): Promise<void> {
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(port, host, () => {
        server.off('error', reject)
        resolve()
      })
    })
  } catch (error) {
    throw listenObstacle(error, host, port)
  }
}

function listenObstacle(error: unknown, host: string, port: number): unknown {
  switch (errorCode(error)) {
    case 'EADDRINUSE':
      return new Obstacle(`Port ${port} is taken by another program: set PORT to a free one.`)
    case 'EACCES':
      return new Obstacle(`Port ${port} needs more rights than this user has: set PORT to one above 1023.`)
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new Obstacle(`HOST ${host} is no address of this machine.`)
    default:
      return error
  }
}

/** A request line may name the whole address; what follows is the same either way. */
function originForm(target: string): string {
  if (target.startsWith('/')) return target
  const rest = target.replace(/^https?:\/\/[^/?]*/i, '')
  return rest.startsWith('/') ? rest : `/${rest}`
}
