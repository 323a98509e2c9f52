import net, { type LookupFunction } from 'node:net'
import { type Guard, type Place, resolveTarget, TargetRefused } from './target'

/**
 * A socket for a client that connects by itself, such as a database's: wherever it is led, it goes to an address that was
 * checked, or ends with TargetRefused.
 */
export function guardedSocket(guard: Guard = {}): net.Socket {
  const socket = new net.Socket()
  const connect = socket.connect.bind(socket)
  const go = async (port: unknown, host: unknown): Promise<void> => {
    try {
      // A client that means a file of this machine gives its path in place of a port.
      if (typeof port !== 'number' || typeof host !== 'string') {
        throw new TargetRefused('Only a host and a port can be connected to.')
      }
      const places = await resolveTarget(host, port, guard)
      if (!socket.destroyed) connect({ host, port, lookup: answering(places), autoSelectFamily: true })
    } catch (error) {
      socket.destroy(error as Error)
    }
  }
  socket.connect = ((port: unknown, host: unknown) => {
    void go(port, host)
    return socket
  }) as typeof socket.connect
  return socket
}

/** Answers a socket's own question for the name with what was checked. */
export const answering =
  (places: Place[]): LookupFunction =>
  (_host, options, done) => {
    const [first] = places
    if (options.all) done(null, places)
    else done(null, first?.address ?? '', first?.family)
  }
