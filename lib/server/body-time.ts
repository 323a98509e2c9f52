import type { IncomingMessage, ServerResponse } from 'node:http'

/** How long a body may take to come in, and what is left of it once it has been answered. */
const patience = { body: 120_000, rest: 30_000 }

const timers = new WeakMap<IncomingMessage, NodeJS.Timeout>()

/** Cuts a request off whose body does not end: one that comes in byte by byte would hold its connection for ever. */
export function limitBody(incoming: IncomingMessage, outgoing: ServerResponse, { body, rest } = patience): void {
  if (incoming.method === 'GET' || incoming.method === 'HEAD') return
  const { socket } = incoming
  const cut = () => {
    if (!incoming.complete) socket.destroy()
  }
  const late = (after: number) => {
    clearTimeout(timers.get(incoming))
    if (!incoming.complete) timers.set(incoming, setTimeout(cut, after).unref())
  }
  late(body)
  outgoing.once('finish', () => late(rest))
  incoming.once('close', () => clearTimeout(timers.get(incoming)))
}

/** Lets a body take the time that it needs until it is answered: whoever reads it watches that it goes on. */
export function spareBody(incoming: IncomingMessage): void {
  clearTimeout(timers.get(incoming))
}
