import { useSyncExternalStore } from 'react'
import type { Placed } from './board'

/** Where the insertion line shows: below a card, or at the top of the column. */
export type DropTarget = { stageId: string; afterId: string | null }

type Drag = { lifted: Placed | null; target: DropTarget | null }

export type DragStore = {
  now: () => Drag
  subscribe: (listener: () => void) => () => void
  lift: (placed: Placed) => void
  aim: (target: DropTarget | null) => void
  /** End the drag; gives what was lifted and where the line showed. */
  drop: () => Drag
}

const idle: Drag = { lifted: null, target: null }

/** The drag under way, outside of React: only the columns that it concerns redraw. */
export function createDragStore(): DragStore {
  let drag = idle
  const listeners = new Set<() => void>()
  const become = (next: Drag) => {
    drag = next
    for (const listener of listeners) listener()
  }
  return {
    now: () => drag,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    lift: (placed) => become({ lifted: placed, target: null }),
    aim: (target) => {
      const { target: shown } = drag
      if (shown?.stageId === target?.stageId && shown?.afterId === target?.afterId) return
      become({ ...drag, target })
    },
    drop: () => {
      const ended = drag
      become(idle)
      return ended
    },
  }
}

/** The card lifted out of this column, or null. */
export function useLiftedFrom(store: DragStore, stageId: string): string | null {
  return useSyncExternalStore(
    store.subscribe,
    () => {
      const { lifted } = store.now()
      return lifted?.stageId === stageId ? lifted.card.id : null
    },
    () => null,
  )
}

/** Where the line shows in this column: the id of the card above it, `top`, or null while it is elsewhere. */
export function useLineIn(store: DragStore, stageId: string): string | null {
  return useSyncExternalStore(
    store.subscribe,
    () => {
      const { target } = store.now()
      return target?.stageId === stageId ? (target.afterId ?? 'top') : null
    },
    () => null,
  )
}

/** What is lifted now. */
export function useLifted(store: DragStore): Placed | null {
  return useSyncExternalStore(
    store.subscribe,
    () => store.now().lifted,
    () => null,
  )
}
