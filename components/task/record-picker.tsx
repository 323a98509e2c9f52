import { useQuery } from '@tanstack/react-query'
import { Link2 } from 'lucide-react'
import { Popover } from 'radix-ui'
import { type KeyboardEvent, type ReactNode, useId, useState } from 'react'
import { nounOf } from '@/components/board/nouns'
import { useWorkspace } from '@/components/shell/workspace'
import { menuLook } from '@/components/ui/menu'
import { recordSearch } from './record-search'
import type { TaskLink } from './task'
import { useSettled } from './use-settled'

type RecordPickerProps = {
  /** The button that opens it. */
  children: ReactNode
  onPick: (record: TaskLink) => void
}

/** Finds a record by its name, of whatever kind it is. */
export function RecordPicker({ children, onPick }: RecordPickerProps) {
  const [open, setOpen] = useState(false)
  return (
    <RecordPopover open={open} onOpenChange={setOpen} onPick={onPick}>
      <Popover.Trigger asChild>{children}</Popover.Trigger>
    </RecordPopover>
  )
}

type RecordPopoverProps = RecordPickerProps & { open: boolean; onOpenChange: (open: boolean) => void }

/** The same, opened by something else: its children are where it stands, a trigger or an anchor of a popover. */
export function RecordPopover({ open, onOpenChange, onPick, children }: RecordPopoverProps) {
  return (
    <Popover.Root open={open} onOpenChange={onOpenChange}>
      {children}
      <Popover.Portal>
        <Popover.Content
          align="start"
          sideOffset={4}
          collisionPadding={8}
          aria-label="Find a record"
          className="z-50 w-72 rounded-card border bg-raised p-1 text-dense text-text shadow-float animate-appear"
        >
          <Search
            onPick={(record) => {
              onOpenChange(false)
              onPick(record)
            }}
          />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}

function Search({ onPick }: { onPick: (record: TaskLink) => void }) {
  const id = useId()
  const { slug } = useWorkspace()
  const [text, setText] = useState('')
  const words = useSettled(text.trim(), 150)
  const [at, setAt] = useState(0)
  const { data, error, isFetching } = useQuery({
    ...recordSearch(slug, words),
    enabled: words !== '',
    placeholderData: (previous) => previous,
  })
  const found = words === '' ? [] : (data ?? [])
  const marked = Math.min(at, found.length - 1)
  const walk = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0 && found.length > 0) {
      event.preventDefault()
      setAt((marked + step + found.length) % found.length)
    }
    const record = found[marked]
    if (event.key === 'Enter' && record && words === text.trim()) {
      event.preventDefault()
      onPick(record)
    }
  }
  return (
    <>
      <input
        role="combobox"
        aria-label="Name of a person, a company or a deal"
        aria-expanded={found.length > 0}
        aria-controls={`${id}-found`}
        aria-activedescendant={found[marked] ? `${id}-${found[marked].id}` : undefined}
        aria-autocomplete="list"
        // biome-ignore lint/a11y/noAutofocus: it opens because somebody asked to type here.
        autoFocus
        value={text}
        maxLength={200}
        autoComplete="off"
        placeholder="Name of a person, a company or a deal"
        onChange={(event) => {
          setText(event.target.value)
          setAt(0)
        }}
        onKeyDown={walk}
        className="h-8 w-full rounded-control bg-transparent px-2 outline-none pointer-coarse:h-11 pointer-coarse:text-base"
      />
      <div id={`${id}-found`} role="listbox" aria-label="Records" className="max-h-64 overflow-y-auto empty:hidden">
        {found.map((record, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field above has the focus and the keys.
          <div
            key={record.id}
            id={`${id}-${record.id}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === marked}
            data-highlighted={index === marked ? '' : undefined}
            onPointerMove={() => setAt(index)}
            onClick={() => onPick(record)}
            className={`${menuLook.item} pointer-coarse:h-11`}
          >
            <Link2 size={14} aria-hidden className="shrink-0 text-muted" />
            <span dir="auto" className="min-w-0 grow truncate">
              {record.title}
            </span>
            <span className="shrink-0 text-meta text-muted">{nounOf(record.type).one}</span>
          </div>
        ))}
      </div>
      <p role="status" className="px-2 py-1.5 text-meta text-muted empty:hidden">
        {error
          ? 'The search did not work: try again'
          : words !== '' && !isFetching && found.length === 0
            ? 'Nothing is called so'
            : ''}
      </p>
    </>
  )
}
