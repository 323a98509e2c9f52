import { type Hint, listen } from '@/lib/db/live'
import type { StillAllowed } from './endpoint'

const heartbeatMs = 20_000
/** Hints of one burst become one event. */
const gatherMs = 30
/** With more tasks in one burst than so, whoever shows tasks had better read them all anew. */
const mostTasks = 100

/** Who watches, and what: the tasks of a workspace, what its user is told there, and one of its boards. */
export interface Watch {
  workspaceId: string
  userId: string
  pipelineId: string | null
}

/**
 * A stream of server-sent events: `hint` with the records of the board that changed (`reset` when more did), `tasks`
 * with the tasks of the workspace that did (`reset` when too many), `notice` when what the user was told has changed.
 * It ends when the client goes away or may no longer look; the browser then reconnects and fetches what it shows.
 */
export function liveEvents(watch: Watch, signal: AbortSignal, stillAllowed: StillAllowed): Response {
  const encoder = new TextEncoder()
  let stopWatching = () => {}
  const stream = new ReadableStream<Uint8Array>({
    async start(controller) {
      const send = (text: string) => controller.enqueue(encoder.encode(text))
      const gathered = gather(watch, send)
      const stop = await listen(gathered.add)
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

/** What changed within one burst. */
interface News {
  board: { records: Map<string, number | null>; reset: boolean } | null
  tasks: Set<string> | 'all' | null
  notice: boolean
}

const nothing = (): News => ({ board: null, tasks: null, notice: false })

function gather(watch: Watch, send: (text: string) => void): { add(hint: Hint | null): void; stop(): void } {
  let news = nothing()
  let timer: NodeJS.Timeout | undefined
  const flush = () => {
    timer = undefined
    const { board, tasks, notice } = news
    news = nothing()
    if (board) {
      const records = [...board.records].map(([id, version]) => ({ id, version }))
      send(event('hint', { pipeline_id: watch.pipelineId, records, reset: board.reset }))
    }
    if (tasks) send(event('tasks', { ids: tasks === 'all' ? [] : [...tasks], reset: tasks === 'all' }))
    if (notice) send(event('notice', {}))
  }
  return {
    add: (hint) => {
      if (hint === null) {
        news.tasks = 'all'
        news.notice = true
        if (watch.pipelineId !== null) boardOf(news).reset = true
      } else if (!note(news, watch, hint)) return
      timer ??= setTimeout(flush, gatherMs)
    },
    stop: () => clearTimeout(timer),
  }
}

const event = (name: string, data: object): string => `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`

function boardOf(news: News): NonNullable<News['board']> {
  news.board ??= { records: new Map(), reset: false }
  return news.board
}

/** Notes a hint that is for this stream; whether it is. */
function note(news: News, { workspaceId, userId, pipelineId }: Watch, hint: Hint): boolean {
  if (hint.workspaceId !== workspaceId) return false
  if ('taskId' in hint) {
    if (news.tasks === 'all') return true
    news.tasks = (news.tasks ?? new Set()).add(hint.taskId)
    if (news.tasks.size > mostTasks) news.tasks = 'all'
    return true
  }
  if ('userId' in hint) {
    news.notice ||= hint.userId === userId
    return hint.userId === userId
  }
  if ('runId' in hint || hint.pipelineId !== pipelineId) return false
  const board = boardOf(news)
  if (hint.record) {
    const { id, version } = hint.record
    // To look whatever the version is outdoes any version.
    board.records.set(id, board.records.get(id) === null ? null : version)
  } else board.reset = true
  return true
}
