import { clsx } from 'clsx'
import { Check, PanelRight } from 'lucide-react'
import { DropdownMenu } from 'radix-ui'
import { useState } from 'react'
import { menuLook } from '@/components/ui/menu'
import type { Placed, Spot, Stage } from './board'
import { stageColor } from './column-header'
import type { Noun } from './nouns'

/** The card whose menu is open, and where its button is (viewport pixels). */
export type MenuFor = { placed: Placed; left: number; top: number; width: number; height: number }

type MoveMenuProps = {
  menu: MenuFor | null
  stages: readonly Stage[]
  noun: Noun
  /** The menu is to go, and the card's record to open. */
  onOpen: (cardId: string) => void
  onMove: (placed: Placed, stageId: string, end: 'top' | 'bottom') => void
  /** The menu is gone, with or without a choice. */
  onClose: (cardId: string) => void
}

/** Everything that a drag does, by single clicks or keys. One menu serves every card of the board. */
export function MoveMenu({ menu, stages, noun, onOpen, onMove, onClose }: MoveMenuProps) {
  const [end, setEnd] = useState<'top' | 'bottom'>('top')
  const { placed, ...place } = menu ?? { placed: null }
  // The root stays while the menu is closed: it notes whether keys or a pointer opened it, and where focus belongs.
  return (
    <DropdownMenu.Root modal={false} open={menu !== null} onOpenChange={() => placed && onClose(placed.card.id)}>
      <DropdownMenu.Trigger asChild>
        <span aria-hidden className="pointer-events-none fixed" style={place} />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          aria-label={placed ? `Move ${placed.card.name} to` : undefined}
          align="end"
          sideOffset={4}
          collisionPadding={8}
          className={menuLook.content}
          onCloseAutoFocus={(event) => event.preventDefault()}
        >
          <DropdownMenu.Label className={menuLook.label}>Move to</DropdownMenu.Label>
          {stages.map((stage) => (
            <DropdownMenu.Item
              key={stage.id}
              className={menuLook.item}
              onSelect={() => placed && onMove(placed, stage.id, end)}
            >
              <span aria-hidden className="stage-mark size-2 shrink-0 rounded-full" style={stageColor(stage.color)} />
              <span dir="auto" className="truncate">
                {stage.name}
              </span>
              {stage.id === placed?.stageId && (
                <span className="ml-auto shrink-0 text-meta text-muted">where it is</span>
              )}
            </DropdownMenu.Item>
          ))}
          <DropdownMenu.Separator className={menuLook.separator} />
          <DropdownMenu.RadioGroup value={end} onValueChange={(value) => setEnd(value === 'top' ? 'top' : 'bottom')}>
            {(['top', 'bottom'] as const).map((value) => (
              <DropdownMenu.RadioItem
                key={value}
                value={value}
                className={menuLook.item}
                onSelect={(event) => event.preventDefault()}
              >
                <Check size={14} aria-hidden className={clsx(end !== value && 'invisible')} />
                At the {value}
              </DropdownMenu.RadioItem>
            ))}
          </DropdownMenu.RadioGroup>
          <DropdownMenu.Separator className={menuLook.separator} />
          <DropdownMenu.Item
            className={menuLook.item}
            onSelect={(event) => {
              event.preventDefault()
              if (placed) onOpen(placed.card.id)
            }}
          >
            <PanelRight size={14} aria-hidden className="text-muted" />
            Open {noun.one}
          </DropdownMenu.Item>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}

/** The spot at the top or the bottom of a stage, given its loaded cards without the moving one. */
export function endOf(stageId: string, end: 'top' | 'bottom', others: readonly { id: string }[]): Spot {
  const first = others[0]
  return { stageId, at: end === 'top' && first ? { before: first.id } : 'end' }
}
