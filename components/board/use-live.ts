import { useEffect, useEffectEvent, useState } from 'react'
import type { Hint } from './board-api'

type UseLiveInput = {
  workspace: string
  boardId: string
  onHint: (hint: Hint) => void
  /** The stream is open; whatever happened before it was is not told. */
  onOpen: () => void
}

const longestWait = 30_000
const hiddenFor = 60_000

/**
 * Hears of changes to this board as they happen. Gives whether the stream has been down for so long that what is shown
 * may be old. A tab out of sight lets go of its stream after a minute and takes it up again when it is looked at.
 */
export function useLive({ workspace, boardId, onHint, onOpen }: UseLiveInput): { down: boolean } {
  const [down, setDown] = useState(false)
  const hear = useEffectEvent(onHint)
  const opened = useEffectEvent(onOpen)

  useEffect(() => {
    let stream: EventSource | null = null
    let failures = 0
    let again: ReturnType<typeof setTimeout> | undefined
    let away: ReturnType<typeof setTimeout> | undefined
    const address = `/api/v1/live?${new URLSearchParams({ pipeline_id: boardId, workspace })}`

    const close = () => {
      clearTimeout(again)
      stream?.close()
      stream = null
    }
    const open = () => {
      close()
      stream = new EventSource(address)
      stream.addEventListener('open', () => {
        failures = 0
        setDown(false)
        opened()
      })
      stream.addEventListener('hint', (event: MessageEvent<string>) => hear(JSON.parse(event.data)))
      stream.addEventListener('error', () => {
        failures++
        if (failures > 1) setDown(true)
        close()
        again = setTimeout(open, Math.min(longestWait, 500 * 2 ** failures) * (0.75 + Math.random() / 2))
      })
    }
    const look = () => {
      clearTimeout(away)
      if (document.visibilityState === 'hidden') away = setTimeout(close, hiddenFor)
      else if (!stream) open()
    }
    open()
    document.addEventListener('visibilitychange', look)
    window.addEventListener('online', open)
    return () => {
      close()
      clearTimeout(away)
      document.removeEventListener('visibilitychange', look)
      window.removeEventListener('online', open)
    }
  }, [workspace, boardId])

  return { down }
}
