import { Plus } from 'lucide-react'
import { type FormEvent, type KeyboardEvent, type Ref, useId, useImperativeHandle, useRef, useState } from 'react'
import { v4 as newKey } from 'uuid'
import { explain, mayHaveHappened } from '@/components/shell/refusal-words'
import { useWorkspace } from '@/components/shell/workspace'
import { Button } from '@/components/ui/button'
import type { TaskLink } from './task'
import type { NewTask } from './task-api'
import { Understanding } from './understanding'
import { useLineReader } from './use-line-reader'

/** What others may do with the line. */
export type AddLineHandle = {
  focus: () => void
  /** Begins a task about these records. */
  about: (links: TaskLink[]) => void
}

type AddLineProps = {
  /** Whose it is when the line names nobody. */
  assigneeId: string | null
  /** Resolves once it is saved; rejects with an error whose message says why not. With one key it is saved once. */
  onAdd: (task: NewTask, key: string) => Promise<unknown>
  stuck: string | null
  ref?: Ref<AddLineHandle>
}

/** A task as a line of plain words. It shows what it understood; Enter saves, Escape clears. */
export function AddLine({ assigneeId, onAdd, stuck, ref }: AddLineProps) {
  const id = useId()
  const { user } = useWorkspace()
  const input = useRef<HTMLInputElement>(null)
  const [text, setText] = useState('')
  const [literal, setLiteral] = useState<ReadonlySet<string>>(new Set())
  const [links, setLinks] = useState<TaskLink[]>([])
  const [mine, setMine] = useState(true)
  const [problem, setProblem] = useState<string | null>(null)
  const reader = useLineReader(text, literal)
  const reading = useRef(false)
  // Keys of tasks whose answer was lost: they may be saved already, and sending them again must not save them twice.
  const lost = useRef(new Map<string, string>())

  useImperativeHandle(ref, () => ({
    focus: () => input.current?.focus(),
    about: (about) => {
      setLinks(about)
      input.current?.focus()
    },
  }))

  const usual = mine ? assigneeId : null
  const clear = (what = text) => {
    // Whoever has typed on meanwhile goes on.
    setText((now) => (now === what ? '' : now))
    setLiteral(new Set())
    setLinks([])
    setMine(true)
  }
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (stuck || text.trim() === '' || reading.current) return
    reading.current = true
    const { title, pieces } = await reader.read(text, literal)
    reading.current = false
    if (title === '') return setProblem('Say what is to be done as well')
    const task: NewTask = { title, assigned_to_id: usual, links }
    for (const piece of pieces) {
      if (piece.kind === 'type') task.action_type = piece.value
      else if (piece.kind === 'due') task.due_date = piece.value.toISOString()
      else if (piece.kind === 'priority') task.priority = piece.value
      else if (piece.kind === 'about') task.links = withLink(links, piece.value)
      else task.assigned_to_id = piece.value
    }
    const typed = { text, literal, links, mine }
    setProblem(null)
    clear()
    const said = JSON.stringify([text, [...literal], links, task.assigned_to_id])
    const key = lost.current.get(said) ?? newKey()
    lost.current.delete(said)
    try {
      await onAdd(task, key)
    } catch (error) {
      if (mayHaveHappened(error)) lost.current.set(said, key)
      setProblem(`“${title}” was not saved. ${explain(error)}`)
      // Whoever types the next one already is not interrupted; the sentence names the one to type again.
      if (input.current?.value) return
      setText(typed.text)
      setLiteral(typed.literal)
      setLinks(typed.links)
      setMine(typed.mine)
    }
  }
  const leave = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return
    event.stopPropagation()
    setProblem(null)
    if (text === '' && links.length === 0) input.current?.blur()
    clear()
  }

  const written = text.trim() !== ''
  return (
    <form onSubmit={submit} onKeyDown={leave} className="shrink-0 border-b px-2 desk:px-3">
      <div className="flex min-h-10 items-center gap-2">
        <span className="grid w-7 shrink-0 place-items-center text-muted">
          <Plus size={16} aria-hidden />
        </span>
        <label htmlFor={id} className="sr-only">
          Add a task
        </label>
        <input
          ref={input}
          id={id}
          value={text}
          maxLength={500}
          autoComplete="off"
          enterKeyHint="done"
          readOnly={stuck !== null}
          aria-describedby={`${id}-said`}
          aria-invalid={problem ? true : undefined}
          placeholder={stuck ?? 'Add a task: call Alice tomorrow 9am !high @sam'}
          onFocus={reader.prepare}
          onChange={(event) => {
            setText(event.target.value)
            setProblem(null)
          }}
          className="h-9 min-w-0 grow bg-transparent text-dense outline-none pointer-coarse:text-base placeholder:text-muted"
        />
        {written && (
          <Button type="submit" kind="primary" size="small">
            Add
          </Button>
        )}
      </div>
      <div id={`${id}-said`} className="pl-9 empty:hidden">
        {(written || links.length > 0) && (
          <Understanding
            understood={reader.understood}
            links={links}
            usual={usual}
            me={user.id}
            onLeave={(piece) => {
              setLiteral(new Set([...literal, ...reader.keysOf(piece, text)]))
              input.current?.focus()
            }}
            onUnlink={(link) => {
              setLinks(links.filter((each) => each !== link))
              input.current?.focus()
            }}
            onNobody={() => {
              setMine(false)
              input.current?.focus()
            }}
          />
        )}
      </div>
      {problem && (
        <p role="alert" className="pb-2 pl-9 text-meta text-danger">
          {problem}
        </p>
      )}
    </form>
  )
}

const withLink = (links: TaskLink[], link: TaskLink): TaskLink[] =>
  links.some(({ id }) => id === link.id) ? links : [...links, link]
