import { Search, X } from 'lucide-react'
import { type ReactNode, type Ref, useEffect, useRef, useState } from 'react'
import { inputLook } from '@/components/ui/field'
import { FilterMenu } from './filter-menu'
import { actionWords, priorityWords } from './task'
import { ActionMark, PriorityMark } from './task-mark'
import { useRecordTitle } from './use-record-title'
import type { TaskFilter } from './view'
import { WhoMenu } from './who-menu'

type FilterBarProps = {
  filter: TaskFilter
  onNarrow: (change: Partial<TaskFilter>) => void
  /** The field that narrows by words. */
  wordsRef: Ref<HTMLInputElement>
  /** Where all that is shown is as a file. */
  file: string
}

/** Whose tasks are shown and what narrows them, each as something to take away. */
export function FilterBar({ filter, onNarrow, wordsRef, file }: FilterBarProps) {
  return (
    <div className="flex flex-wrap items-center gap-1">
      <WhoMenu who={filter.who} onChoose={(who) => onNarrow({ who })} />
      <FilterMenu filter={filter} onNarrow={onNarrow} file={file} />
      {filter.type && (
        <Chip name={actionWords[filter.type]} onRemove={() => onNarrow({ type: null })}>
          <ActionMark type={filter.type} />
        </Chip>
      )}
      {filter.priority && (
        <Chip name={priorityWords[filter.priority]} onRemove={() => onNarrow({ priority: null })}>
          <PriorityMark priority={filter.priority} />
        </Chip>
      )}
      {filter.about && <AboutChip about={filter.about} onRemove={() => onNarrow({ about: null })} />}
      <Words words={filter.words} onChange={(words) => onNarrow({ words })} inputRef={wordsRef} />
    </div>
  )
}

function AboutChip({ about, onRemove }: { about: string; onRemove: () => void }) {
  const title = useRecordTitle(about)
  return <Chip name={title ? `About ${title}` : 'About a record'} onRemove={onRemove} />
}

function Chip({ name, onRemove, children }: { name: string; onRemove: () => void; children?: ReactNode }) {
  return (
    <span className="flex h-7 max-w-56 items-center gap-1.5 rounded-control border bg-surface pl-2 text-dense">
      {children}
      <span dir="auto" className="truncate">
        {name}
      </span>
      <button
        type="button"
        aria-label={`Remove the filter: ${name}`}
        onClick={onRemove}
        className="grid size-6 shrink-0 place-items-center rounded-control text-muted hover:text-text"
      >
        <X size={12} aria-hidden />
      </button>
    </span>
  )
}

const patience = 250

/** Words of the title; the address follows once the typing pauses. */
function Words({
  words,
  onChange,
  inputRef,
}: {
  words: string
  onChange: (words: string) => void
  inputRef: Ref<HTMLInputElement>
}) {
  const [typed, setTyped] = useState(words)
  const told = useRef(words)
  useEffect(() => {
    if (words !== told.current) setTyped(words)
    told.current = words
  }, [words])
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  const tell = (text: string) => {
    clearTimeout(timer.current)
    told.current = text
    onChange(text)
  }
  return (
    <label className="relative ml-auto min-w-0 grow basis-24 desk:max-w-48">
      <span className="sr-only">Filter by words of the title</span>
      <Search
        size={14}
        aria-hidden
        className="pointer-events-none absolute top-1/2 left-2 -translate-y-1/2 text-muted"
      />
      <input
        ref={inputRef}
        type="search"
        value={typed}
        placeholder="Filter by title"
        maxLength={200}
        onChange={(event) => {
          const text = event.target.value
          setTyped(text)
          clearTimeout(timer.current)
          timer.current = setTimeout(() => tell(text), patience)
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter') tell(typed)
          if (event.key === 'Escape') {
            event.stopPropagation()
            setTyped('')
            tell('')
            event.currentTarget.blur()
          }
        }}
        className={`${inputLook} h-7 pl-7 text-dense`}
      />
    </label>
  )
}
