import { useDraggable } from '@dnd-kit/core'
import { type KeyboardEvent, type MouseEvent, type ReactNode, type Ref, type SyntheticEvent, useRef } from 'react'

type DragSurfaceProps = {
  disabled: boolean
  /** The card about to be lifted; written before a drag begins. */
  gripped: { cardId: string }
  onOpenMenu: (cardId: string, button: HTMLElement) => void
  /** A card was pressed and let go, or chosen by Enter. */
  onOpen: (cardId: string) => void
  onArrow: (cardId: string, key: 'ArrowUp' | 'ArrowDown' | 'ArrowLeft' | 'ArrowRight') => boolean
  onScroll: () => void
  scrollerRef: Ref<HTMLDivElement>
  children: ReactNode
}

/**
 * The page of columns. It is the one draggable, gripped by whatever card is pressed: however many cards are in sight,
 * a drag re-renders none of them.
 */
export function DragSurface(props: DragSurfaceProps) {
  const { disabled, gripped, onOpenMenu, onOpen, onArrow, onScroll, scrollerRef, children } = props
  const { listeners, setNodeRef, setActivatorNodeRef } = useDraggable({ id: 'card', data: gripped, disabled })
  const pressed = useRef<HTMLElement | null>(null)

  const grip = (event: SyntheticEvent, listener: string) => {
    const target = event.target instanceof Element ? event.target : null
    const card = target?.closest<HTMLElement>('[data-card-id]')
    const cardId = card?.dataset.cardId
    if (!card || !cardId || target?.closest('button')) return
    pressed.current = card
    gripped.cardId = cardId
    setNodeRef(card)
    setActivatorNodeRef(card)
    listeners?.[listener]?.(event)
  }
  // A drag that has begun takes its click away by itself.
  const press = (event: MouseEvent) => {
    const target = event.target instanceof Element ? event.target : null
    const cardId = target?.closest<HTMLElement>('[data-card-id]')?.dataset.cardId
    const button = target?.closest<HTMLElement>('[data-move-card]')
    if (!cardId) return
    if (!button) onOpen(cardId)
    else if (button.getAttribute('aria-disabled') !== 'true') onOpenMenu(cardId, button)
  }
  const walk = (event: KeyboardEvent) => {
    const cardId = event.target instanceof HTMLElement ? event.target.dataset.cardId : undefined
    const { key } = event
    if (!cardId || event.altKey || event.ctrlKey || event.metaKey) return
    if (key === 'Enter' && !event.shiftKey) return onOpen(cardId)
    if (key !== 'ArrowUp' && key !== 'ArrowDown' && key !== 'ArrowLeft' && key !== 'ArrowRight') return
    if (onArrow(cardId, key)) event.preventDefault()
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only passes on what its cards and buttons receive.
    <div
      ref={scrollerRef}
      data-board
      onMouseDown={(event) => grip(event, 'onMouseDown')}
      onTouchStart={(event) => grip(event, 'onTouchStart')}
      onClick={press}
      onKeyDown={walk}
      onScroll={onScroll}
      className="flex min-h-0 grow snap-x snap-mandatory scroll-px-[6vw] gap-3 overflow-x-auto overflow-y-hidden overscroll-x-contain px-[6vw] data-dragging:cursor-grabbing data-dragging:snap-none data-dragging:[&_article]:pointer-events-none desk:snap-none desk:scroll-px-0 desk:px-4"
    >
      {children}
    </div>
  )
}
