import type { MouseEvent } from 'react'

type TitlePress = {
  /** Where several can be picked out: whether any are, and how to. */
  picking?: { on: boolean; onPick: (range: boolean) => void }
  /** Opens the task right here. */
  onOpen?: () => void
}

/** What a press on the title of a task does: it opens it, or picks it out; as a link it stays the browser's. */
export const titlePress =
  ({ picking, onOpen }: TitlePress) =>
  (event: MouseEvent): void => {
    if (picking && event.shiftKey) {
      event.preventDefault()
      picking.onPick(true)
    } else if (picking?.on && isByFinger(event)) {
      event.preventDefault()
      picking.onPick(false)
    } else if (onOpen && !isForElsewhere(event)) {
      event.preventDefault()
      onOpen()
    }
  }

const isForElsewhere = (event: MouseEvent): boolean =>
  event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || event.button !== 0

const isByFinger = ({ nativeEvent }: MouseEvent): boolean =>
  nativeEvent instanceof PointerEvent && nativeEvent.pointerType === 'touch'
