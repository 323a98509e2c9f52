import { clsx } from 'clsx'
import { type ReactNode, useId, useState } from 'react'

/** What is known of a record, in two columns. */
export function Facts({ children }: { children: ReactNode }) {
  return <dl className="grid grid-cols-2 gap-x-4 gap-y-3">{children}</dl>
}

type FactProps = {
  name: string
  /** Over both columns. */
  wide?: boolean
  /** Nothing is known when it is null. */
  children: ReactNode
}

/** One thing that is known, or is not yet. */
export function Fact({ name, wide, children }: FactProps) {
  return (
    <div className={clsx('min-w-0', wide && 'col-span-2')}>
      <dt className="text-meta text-muted">{name}</dt>
      <dd dir="auto" className="mt-0.5 min-h-5 text-body wrap-anywhere">
        {children ?? (
          <span className="text-muted">
            <span aria-hidden>–</span>
            <span className="sr-only">Not set</span>
          </span>
        )}
      </dd>
    </div>
  )
}

/** Texts of more letters or lines than these are shown by their beginning at first. */
const beginning = { letters: 400, lines: 6 }

/** A text of several lines; a long one unfolds. */
export function LongText({ text }: { text: string }) {
  const id = useId()
  const [whole, setWhole] = useState(false)
  const isLong = text.length > beginning.letters || text.split('\n').length > beginning.lines
  return (
    <>
      <p id={id} className={clsx('whitespace-pre-wrap', isLong && !whole && 'line-clamp-6')}>
        {text}
      </p>
      {isLong && (
        <button
          type="button"
          aria-expanded={whole}
          aria-controls={id}
          onClick={() => setWhole(!whole)}
          className="mt-1 text-dense font-medium text-accent hover:underline"
        >
          {whole ? 'Show less' : 'Show all'}
        </button>
      )}
    </>
  )
}
