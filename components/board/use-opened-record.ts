import { parseAsString, useQueryState } from 'nuqs'
import { useEffect, useRef } from 'react'

/**
 * The record that is open beside the board: it stands in the address, so that it can be sent to somebody. Opening it
 * is a step that the browser's back button takes back; closing it takes that step back as well, where it was the last.
 */
export function useOpenedRecord() {
  const [opened, setOpened] = useQueryState('record', parseAsString)
  /** How long the history was right behind the step that opened it. */
  const opening = useRef<number | null>(null)
  useEffect(() => {
    if (opened === null) opening.current = null
  }, [opened])

  const open = (id: string) => {
    if (opened !== null) return void setOpened(id, { history: 'replace' })
    void setOpened(id, { history: 'push' }).then(() => {
      opening.current = window.history.length
    })
  }
  const close = () => {
    if (opening.current === window.history.length) window.history.back()
    else void setOpened(null, { history: 'replace' })
  }
  return { opened, open, close }
}
