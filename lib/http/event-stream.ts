import { type Hint, listen } from '@/lib/db/live'
import type { StillAllowed } from './endpoint'

const heartbeatMs = 20_000
/** Hints of one burst become one event. */
const gatherMs = 30

/**
 * A stream of server-sent events for one board: `hint` with the records that changed, or `reset` when more did. It
 * ends when the client goes away or may no longer look; the browser then reconnects and fetches what it shows.
 */
export function boardEvents(
  workspaceId: string,
  pipelineId: string,
  signal: AbortSignal,
  stillAllowed: StillAllowed,
): Response {
  const encoder = new TextEncoder()
  let stopWatching = () => {}
  const stream = new ReadableStream<Uint8Array>({
    async start(controller) {
      const send = (text: string) => controller.enqueue(encoder.encode(text))
      const gathered = gather(pipelineId, send)
      const stop = await listen((hint) => {
        if (hint === null || (hint.workspaceId === workspaceId && hint.pipelineId === pipelineId)) gathered.add(hint)
      })
      let open = true
      const heartbeat = setInterval(async () => {
        const allowed = await stillAllowed()
        // The client may have gone away meanwhile.
        if (!allowed) close()
        else if (open) send(': still here\n\n')
      }, heartbeatMs)
      stopWatching = () => {
        open = false
        clearInterval(heartbeat)
        gathered.stop()
        stop()
      }
      const close = () => {
        if (!open) return
        stopWatching()
        controller.close()
      }
      signal.addEventListener('abort', close, { once: true })
      if (signal.aborted) close()
      else send(': watching\n\n')
    },
    cancel: () => stopWatching(),
  })
  return new Response(stream, {
    headers: {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      // Proxies that buffer would hold hints back.
      'x-accel-buffering': 'no',
    },
  })
}

function gather(pipelineId: string, send: (text: string) => void): { add(hint: Hint | null): void; stop(): void } {
  let records = new Map<string, number>()
  let reset = false
  let timer: NodeJS.Timeout | undefined
  const flush = () => {
    timer = undefined
    const data = { pipeline_id: pipelineId, records: [...records].map(([id, version]) => ({ id, version })), reset }
    records = new Map()
    reset = false
    send(`event: hint\ndata: ${JSON.stringify(data)}\n\n`)
  }
  return {
    add: (hint) => {
      if (hint?.record) records.set(hint.record.id, hint.record.version)
      else reset = true
      timer ??= setTimeout(flush, gatherMs)
    },
    stop: () => clearTimeout(timer),
  }
}
