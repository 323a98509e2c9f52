import { Download, Link2, ListFilter } from 'lucide-react'
import { DropdownMenu, Popover } from 'radix-ui'
import { useRef, useState } from 'react'
import { Button } from '@/components/ui/button'
import { menuLook } from '@/components/ui/menu'
import { RecordPopover } from './record-picker'
import { actionTypes, actionWords, priorities, priorityWords } from './task'
import { ActionMark, PriorityMark } from './task-mark'
import type { TaskFilter } from './view'

type FilterMenuProps = { filter: TaskFilter; onNarrow: (change: Partial<TaskFilter>) => void; file: string }

/** What tasks can be narrowed down to, and the way to have them as a file. */
export function FilterMenu({ filter, onNarrow, file }: FilterMenuProps) {
  const [finding, setFinding] = useState(false)
  const turning = useRef(false)
  return (
    <RecordPopover
      open={finding}
      onOpenChange={setFinding}
      onPick={({ type, id }) => onNarrow({ about: `${type}:${id}` })}
    >
      <DropdownMenu.Root modal={false}>
        <Popover.Anchor asChild>
          <DropdownMenu.Trigger asChild>
            <Button kind="quiet" size="small">
              <ListFilter size={14} aria-hidden />
              Filter
            </Button>
          </DropdownMenu.Trigger>
        </Popover.Anchor>
        <DropdownMenu.Portal>
          <DropdownMenu.Content
            align="start"
            sideOffset={4}
            collisionPadding={8}
            className={menuLook.content}
            onCloseAutoFocus={(event) => {
              // Where a record is looked for next, its field has the focus.
              if (turning.current) event.preventDefault()
              turning.current = false
            }}
          >
            <DropdownMenu.Label className={menuLook.label}>Type</DropdownMenu.Label>
            {actionTypes.map((type) => (
              <DropdownMenu.CheckboxItem
                key={type}
                checked={filter.type === type}
                onCheckedChange={(on) => onNarrow({ type: on ? type : null })}
                className={menuLook.item}
              >
                <span aria-hidden className="text-muted">
                  <ActionMark type={type} />
                </span>
                {actionWords[type]}
                <Tick />
              </DropdownMenu.CheckboxItem>
            ))}
            <DropdownMenu.Separator className={menuLook.separator} />
            <DropdownMenu.Label className={menuLook.label}>Priority</DropdownMenu.Label>
            {priorities.map((priority) => (
              <DropdownMenu.CheckboxItem
                key={priority}
                checked={filter.priority === priority}
                onCheckedChange={(on) => onNarrow({ priority: on ? priority : null })}
                className={menuLook.item}
              >
                <span aria-hidden>
                  <PriorityMark priority={priority} />
                </span>
                {priorityWords[priority]}
                <Tick />
              </DropdownMenu.CheckboxItem>
            ))}
            <DropdownMenu.Separator className={menuLook.separator} />
            <DropdownMenu.Item
              className={menuLook.item}
              onSelect={() => {
                turning.current = true
                setFinding(true)
              }}
            >
              <Link2 size={14} aria-hidden className="text-muted" />
              About a record…
            </DropdownMenu.Item>
            <DropdownMenu.Separator className={menuLook.separator} />
            <DropdownMenu.Item asChild className={menuLook.item}>
              <a href={file} download>
                <Download size={14} aria-hidden className="text-muted" />
                Export as CSV
              </a>
            </DropdownMenu.Item>
          </DropdownMenu.Content>
        </DropdownMenu.Portal>
      </DropdownMenu.Root>
    </RecordPopover>
  )
}

function Tick() {
  return (
    <DropdownMenu.ItemIndicator className="ml-auto text-muted">
      <span aria-hidden>✓</span>
    </DropdownMenu.ItemIndicator>
  )
}
