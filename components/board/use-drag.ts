import {
  type Announcements,
  type CollisionDetection,
  MouseSensor,
  TouchSensor,
  useSensor,
  useSensors,
} from '@dnd-kit/core'
import { type RefObject, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { type Board, findCard, type Spot } from './board'
import { type ColumnRegistry, stageAt } from './column-registry'
import type { DragStore } from './drag-store'
import { dropTargetAt, spotOf } from './drop-target'

const columnGap = 12

type DragInput = {
  board: Board
  onMove: (cardId: string, spot: Spot) => void
  onHold: (held: boolean) => void
  store: DragStore
  registry: ColumnRegistry
  surface: RefObject<HTMLDivElement | null>
}

/** Near an edge the board and its lists scroll by themselves; the nearer, the faster. */
export const autoScroll = { threshold: { x: 0.06, y: 0.12 }, acceleration: 14 }

/**
 * A drag from the first press to the drop. The pointer is followed outside of React: a move of the hand costs one
 * search in the column beneath it.
 */
export function useDrag({ board, store, registry, surface, onMove, onHold }: DragInput) {
  const [gripped] = useState({ cardId: '' })
  const pointer = useRef({ x: 0, y: 0 })
  const follow = useRef<(() => void) | null>(null)
  const sensors = useSensors(
    useSensor(MouseSensor, { activationConstraint: { distance: 4 } }),
    useSensor(TouchSensor, { activationConstraint: { delay: 220, tolerance: 8 } }),
  )

  const aim = useCallback(() => {
    const { lifted } = store.now()
    if (!lifted) return
    const area = surface.current?.getBoundingClientRect()
    const { x, y } = pointer.current
    const inside = area && x >= area.left && x <= area.right && y >= area.top && y <= area.bottom
    const stageId = inside ? stageAt(registry, x, columnGap) : null
    const column = stageId === null ? undefined : registry.get(stageId)
    store.aim(stageId !== null && column ? dropTargetAt(stageId, column, y, lifted) : null)
  }, [store, registry, surface])

  const collision = useCallback<CollisionDetection>(
    ({ pointerCoordinates, droppableContainers }) => {
      const stageId = pointerCoordinates && stageAt(registry, pointerCoordinates.x, columnGap)
      const container = droppableContainers.find((candidate) => candidate.id === stageId)
      return container ? [{ id: container.id, data: { droppableContainer: container, value: 1 } }] : []
    },
    [registry],
  )

  const accessibility = useMemo(() => ({ announcements: announcements(store) }), [store])

  const followPointer = () => {
    const track = (event: MouseEvent | TouchEvent) => {
      const at = 'touches' in event ? (event.touches[0] ?? event.changedTouches[0]) : event
      if (!at) return
      pointer.current = { x: at.clientX, y: at.clientY }
      aim()
    }
    const kinds = ['mousemove', 'mouseup', 'touchmove', 'touchend'] as const
    for (const kind of kinds) window.addEventListener(kind, track, { capture: true, passive: true })
    return () => {
      for (const kind of kinds) window.removeEventListener(kind, track, { capture: true })
    }
  }
  const rest = () => {
    follow.current?.()
    follow.current = null
    if (surface.current) delete surface.current.dataset.dragging
    onHold(false)
    return store.drop()
  }
  useEffect(() => () => follow.current?.(), [])
  // biome-ignore lint/correctness/useExhaustiveDependencies: when the board changes under the hand, the line follows.
  useEffect(aim, [aim, board])

  return {
    sensors,
    collision,
    gripped,
    accessibility,
    aim,
    start: () => {
      const placed = findCard(board, gripped.cardId)
      if (!placed) return
      follow.current = followPointer()
      if (surface.current) surface.current.dataset.dragging = ''
      onHold(true)
      store.lift(placed)
    },
    end: () => {
      const { lifted, target } = rest()
      const column = target && registry.get(target.stageId)
      if (lifted && target && column) onMove(lifted.card.id, spotOf(target, column, lifted.card.id))
    },
    cancel: () => {
      rest()
    },
  }
}

function announcements(store: DragStore): Announcements {
  const name = () => store.now().lifted?.card.name ?? 'Card'
  return {
    onDragStart: () => undefined,
    onDragOver: () => undefined,
    onDragEnd: () => `${name()} was dropped`,
    onDragCancel: () => `${name()} stays where it was`,
  }
}
