import type { IncomingMessage, ServerResponse } from 'node:http'
import { spareBody } from './body-time'
import { findRoute, type Handler, loadRoutes, type Method, methods, type Route, type RouteTree } from './routes'
import { requestOrigin, webRequest } from './web-request'
import { sendResponse } from './web-response'

const prefix = '/api/v1'

/** What is said where no handler can speak: in the words of the contract that the caller uses. */
export type Refusals = {
  unknownPath(request: Request): Promise<Response>
  /** `allowed` are the methods that the route has. */
  wrongMethod(request: Request, allowed: string[], route: string): Promise<Response>
}

export type Api = {
  answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void>
  /** Ends the event streams that are open, so that the server can close; their browsers connect anew elsewhere. */
  endStreams(): void
}

/** Whether a request's target belongs to the API. */
export function isApiTarget(target: string): boolean {
  return target.startsWith(prefix) && ['', '/', '?'].includes(target.charAt(prefix.length))
}

/**
 * The API's dispatch: hands a request to the handler that `route.ts` of its path exports, before Next sees it.
 * @param root the folder of `/api/v1`
 * @param publicUrl by which a request knows its own origin
 */
export async function loadApi(root: string, publicUrl: string, refusals: Refusals): Promise<Api> {
  const routes = await loadRoutes(root)
  const site = new URL(publicUrl)
  const streams = new Set<() => void>()
  return {
    async answer(incoming, outgoing) {
      try {
        const url = addressOf(incoming, site)
        const request = webRequest(incoming, outgoing, url.href)
        const answer = answerOf(routes, refusals, request, url)
        if (answer.contract?.file) spareBody(incoming)
        await sendResponse(await answer(request), incoming, outgoing, streams)
      } catch (error) {
        console.error(error)
        giveUp(outgoing)
      }
    },
    endStreams() {
      for (const end of streams) end()
    },
  }
}

function answerOf(routes: RouteTree, refusals: Refusals, { method }: Request, url: URL): Handler {
  const route = decodes(url.pathname) ? routeOf(routes, url.pathname) : undefined
  if (!route) return refusals.unknownPath
  const allowed = methods.filter((each) => route.handlers[each])
  return handlerOf(route, method) ?? ((request) => refusals.wrongMethod(request, allowed, route.path))
}

function addressOf(incoming: IncomingMessage, site: URL): URL {
  return new URL(requestOrigin(incoming, site) + incoming.url)
}

function routeOf(routes: RouteTree, pathname: string): Route | undefined {
  if (!isApiTarget(pathname)) return undefined
  const below = pathname.slice(prefix.length + 1)
  return findRoute(routes, below === '' ? [] : below.split('/'))
}

function handlerOf({ handlers }: Route, method: string) {
  const known = methods.find((name): name is Method => name === method)
  if (!known) return undefined
  return handlers[known] ?? (known === 'HEAD' ? handlers.GET : undefined)
}

function decodes(pathname: string): boolean {
  if (!pathname.includes('%')) return true
  try {
    decodeURIComponent(pathname)
    return true
  } catch {
    return false
  }
}

/** For a fault in the dispatch itself; the handlers answer for their own. */
function giveUp(outgoing: ServerResponse): void {
  if (outgoing.headersSent) {
    outgoing.destroy()
    return
  }
  outgoing.writeHead(500, { 'content-type': 'application/json' })
  outgoing.end('{"error":{"code":"internal_error","message":"Something went wrong here"}}')
}
