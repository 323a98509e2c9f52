import type { Hint } from '@/components/board/board-api'

/** Tasks of the workspace that have changed; with `reset` any may have. */
export type TaskHint = { ids: string[]; reset: boolean }

/** A board that is shown. */
type BoardWatch = {
  onHint: (hint: Hint) => void
  /** The stream tells of this board from now on; whatever happened before is not told. */
  onOpen: () => void
}

/** What a tab hears from the server, over one stream: a browser has few connections, and each tab may take one. */
export type LiveStream = {
  /** Begins to hear of a workspace; the function that it gives ends that. */
  start: (workspace: string) => () => void
  /** Hears of a board too, until the function that it gives is called. One at a time. */
  watchBoard: (boardId: string, watch: BoardWatch) => () => void
  watchTasks: (listener: (hint: TaskHint) => void) => () => void
  watchNotices: (listener: () => void) => () => void
  /** The stream has been down for so long that what is shown may be old. */
  isDown: () => boolean
  /** Calls the listener when that changes. */
  watchDown: (listener: () => void) => () => void
}

const longestWait = 30_000
const hiddenFor = 60_000

/**
 * Makes the stream of a tab. It comes back by itself, waiting longer each time, and at once when the browser is online
 * again; whenever it opens, everybody is told to look anew. A tab out of sight lets go of it after a minute and takes it
 * up again when it is looked at.
 */
export function createLiveStream(): LiveStream {
  let here: string | null = null
  let board: (BoardWatch & { id: string }) | null = null
  let source: EventSource | null = null
  /** The board that `source` tells of, and whether it has begun to. */
  let told: { boardId: string | null; open: boolean } = { boardId: null, open: false }
  let failures = 0
  let down = false
  let again: ReturnType<typeof setTimeout> | undefined
  let away: ReturnType<typeof setTimeout> | undefined
  const tasks = new Set<(hint: TaskHint) => void>()
  const notices = new Set<() => void>()
  const downs = new Set<() => void>()

  const setDown = (now: boolean) => {
    if (down === now) return
    down = now
    for (const listener of downs) listener()
  }
  const close = () => {
    clearTimeout(again)
    source?.close()
    source = null
    told = { boardId: null, open: false }
  }
  const opened = () => {
    failures = 0
    told.open = true
    setDown(false)
    if (board && board.id === told.boardId) board.onOpen()
    for (const listener of tasks) listener({ ids: [], reset: true })
    for (const listener of notices) listener()
  }
  const failed = () => {
    failures++
    if (failures > 1) setDown(true)
    close()
    again = setTimeout(open, Math.min(longestWait, 500 * 2 ** failures) * (0.75 + Math.random() / 2))
  }
  const open = () => {
    close()
    if (here === null) return
    if (document.visibilityState === 'hidden') away ??= setTimeout(letGo, hiddenFor)
    told.boardId = board?.id ?? null
    const asked = { workspace: here, ...(board && { pipeline_id: board.id }) }
    source = new EventSource(`/api/v1/live?${new URLSearchParams(asked)}`)
    source.addEventListener('open', opened)
    source.addEventListener('error', failed)
    source.addEventListener('hint', ({ data }: MessageEvent<string>) => {
      if (board && board.id === told.boardId) board.onHint(JSON.parse(data))
    })
    source.addEventListener('tasks', ({ data }: MessageEvent<string>) => {
      for (const listener of tasks) listener(JSON.parse(data))
    })
    source.addEventListener('notice', () => {
      for (const listener of notices) listener()
    })
  }
  const letGo = () => {
    away = undefined
    close()
  }
  const look = () => {
    clearTimeout(away)
    away = undefined
    if (document.visibilityState === 'hidden') away = setTimeout(letGo, hiddenFor)
    else if (!source) open()
  }

  return {
    start: (workspace) => {
      here = workspace
      open()
      document.addEventListener('visibilitychange', look)
      window.addEventListener('online', open)
      return () => {
        here = null
        failures = 0
        clearTimeout(away)
        letGo()
        setDown(false)
        document.removeEventListener('visibilitychange', look)
        window.removeEventListener('online', open)
      }
    },
    watchBoard: (id, watch) => {
      const shown = { id, ...watch }
      board = shown
      if (told.boardId !== id) open()
      else if (told.open) shown.onOpen()
      return () => {
        if (board !== shown) return
        board = null
        // It may be for its board that the stream cannot be had. One that is open may go on telling of it.
        if (!told.open) open()
      }
    },
    watchTasks: watching(tasks),
    watchNotices: watching(notices),
    isDown: () => down,
    watchDown: watching(downs),
  }
}

const watching =
  <Listener>(listeners: Set<Listener>) =>
  (listener: Listener) => {
    listeners.add(listener)
    return () => void listeners.delete(listener)
  }
