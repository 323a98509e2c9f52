import { clsx } from 'clsx'
import { useEffect, useRef, useState } from 'react'

type TaskTitleProps = {
  id: string
  title: string
  done: boolean
  stuck: string | null
  /** Resolves to why it was refused, or null. */
  onSave: (title: string) => Promise<string | null>
}

/** The title, edited in place: saved by Enter and on leaving it, Escape brings back what was. */
export function TaskTitle({ id, title, done, stuck, onSave }: TaskTitleProps) {
  const [draft, setDraft] = useState<string | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const area = useRef<HTMLTextAreaElement>(null)
  const text = draft ?? title
  // biome-ignore lint/correctness/useExhaustiveDependencies: its height follows its text.
  useEffect(() => {
    const element = area.current
    if (!element) return
    element.style.height = '0'
    element.style.height = `${element.scrollHeight}px`
  }, [text])
  const save = async () => {
    const wanted = text.trim()
    setDraft(null)
    if (draft === null || wanted === title) return
    setProblem(wanted === '' ? 'A task needs a title' : await onSave(wanted))
  }
  return (
    <div className="min-w-0 grow">
      <h2 id={id} dir="auto" className="sr-only">
        {title}
      </h2>
      <textarea
        ref={area}
        aria-label="Title"
        dir="auto"
        rows={1}
        value={text}
        maxLength={500}
        readOnly={stuck !== null}
        aria-invalid={problem ? true : undefined}
        onChange={(event) => setDraft(event.target.value.replace(/\n/g, ' '))}
        onBlur={() => void save()}
        onKeyDown={(event) => {
          if (event.key === 'Enter') {
            event.preventDefault()
            event.currentTarget.blur()
          }
          if (event.key === 'Escape' && draft !== null) {
            event.preventDefault()
            setDraft(null)
          }
        }}
        className={clsx(
          'block w-full resize-none rounded-control border border-transparent bg-transparent px-1.5 py-0.5 text-title font-semibold hover:border-border read-only:hover:border-transparent',
          done && 'text-muted line-through decoration-2',
        )}
      />
      {problem && (
        <p role="alert" className="px-1.5 text-meta text-danger">
          {problem}
        </p>
      )}
    </div>
  )
}
