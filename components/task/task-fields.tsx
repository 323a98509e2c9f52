import { Plus, X } from 'lucide-react'
import Link from 'next/link'
import { type ReactNode, useId, useState } from 'react'
import { nounOf } from '@/components/board/nouns'
import { recordHref } from '@/components/record/record-href'
import { useWorkspace } from '@/components/shell/workspace'
import { Button } from '@/components/ui/button'
import { inputLook } from '@/components/ui/field'
import { DueField } from './due-field'
import { RecordPicker } from './record-picker'
import { RepeatField } from './repeat-field'
import { actionTypes, actionWords, priorities, priorityWords, type Task, type TaskChange, type TaskLink } from './task'
import { usePeople } from './use-people'

type TaskFieldsProps = {
  task: Task
  stuck: string | null
  /** Resolves to why it was refused, or null. */
  onSave: (change: TaskChange) => Promise<string | null>
}

type Field = 'due_date' | 'recurrence' | 'priority' | 'action_type' | 'assigned_to_id' | 'links'

/** What there is to a task besides its title. Each field saves by itself and says by itself why it could not. */
export function TaskFields({ task, stuck, onSave }: TaskFieldsProps) {
  const [problems, setProblems] = useState<Partial<Record<Field, string | null>>>({})
  const save = async (field: Field, change: TaskChange) => {
    setProblems((before) => ({ ...before, [field]: null }))
    const problem = await onSave(change)
    setProblems((before) => ({ ...before, [field]: problem }))
  }
  return (
    <div className="flex flex-col gap-2.5">
      <Row name="Due" problem={problems.due_date}>
        {(id) => (
          <DueField id={id} due={task.due_date} stuck={stuck} onSave={(due) => save('due_date', { due_date: due })} />
        )}
      </Row>
      <Row name="Repeats" problem={problems.recurrence}>
        {(id) => (
          <RepeatField id={id} task={task} stuck={stuck} onSave={(recurrence) => save('recurrence', { recurrence })} />
        )}
      </Row>
      <Row name="Priority" problem={problems.priority}>
        {(id) => (
          <Select
            id={id}
            value={task.priority}
            options={priorities.map((each) => [each, priorityWords[each].replace(' priority', '')])}
            none="None"
            stuck={stuck}
            onChoose={(priority) => save('priority', { priority })}
          />
        )}
      </Row>
      <Row name="Type" problem={problems.action_type}>
        {(id) => (
          <Select
            id={id}
            value={task.action_type}
            options={actionTypes.map((each) => [each, actionWords[each]])}
            none="None"
            stuck={stuck}
            onChoose={(action_type) => save('action_type', { action_type })}
          />
        )}
      </Row>
      <Row name="Assignee" problem={problems.assigned_to_id}>
        {(id) => (
          <Assignee
            id={id}
            value={task.assigned_to_id}
            stuck={stuck}
            onChoose={(assigned_to_id) => save('assigned_to_id', { assigned_to_id })}
          />
        )}
      </Row>
      <Row name="About" problem={problems.links}>
        {() => <Links links={task.links} stuck={stuck} onChange={(links) => save('links', { links })} />}
      </Row>
    </div>
  )
}

type RowProps = { name: string; problem: string | null | undefined; children: (id: string) => ReactNode }

function Row({ name, problem, children }: RowProps) {
  const id = useId()
  return (
    <div className="grid grid-cols-[5.5rem_minmax(0,1fr)] items-start gap-x-2">
      <label htmlFor={id} className="pt-1.5 text-dense text-muted">
        {name}
      </label>
      <div className="min-w-0">
        {children(id)}
        {problem && (
          <p role="alert" className="mt-1 text-meta text-danger">
            It was not saved. {problem}
          </p>
        )}
      </div>
    </div>
  )
}

type SelectProps<Value extends string> = {
  id: string
  value: Value | null
  options: (readonly [Value, string])[]
  none: string
  stuck: string | null
  onChoose: (value: Value | null) => void
}

function Select<Value extends string>({ id, value, options, none, stuck, onChoose }: SelectProps<Value>) {
  return (
    <select
      id={id}
      value={value ?? ''}
      disabled={stuck !== null}
      title={stuck ?? undefined}
      onChange={(event) => onChoose(options.find(([each]) => each === event.target.value)?.[0] ?? null)}
      className={`${inputLook} h-8 text-dense pointer-coarse:h-11`}
    >
      <option value="">{none}</option>
      {options.map(([each, words]) => (
        <option key={each} value={each}>
          {words}
        </option>
      ))}
    </select>
  )
}

function Assignee({ id, value, stuck, onChoose }: Pick<SelectProps<string>, 'id' | 'value' | 'stuck' | 'onChoose'>) {
  const { user } = useWorkspace()
  const { people } = usePeople()
  const others = people.filter((person) => person.id !== user.id).map(({ id, name }) => [id, name] as const)
  const gone = value !== null && value !== user.id && !people.some((person) => person.id === value)
  const options = [[user.id, 'You'] as const, ...others, ...(gone ? [[value, 'Somebody who left'] as const] : [])]
  return <Select id={id} value={value} options={options} none="Nobody" stuck={stuck} onChoose={onChoose} />
}

type LinksProps = { links: TaskLink[]; stuck: string | null; onChange: (links: TaskLink[]) => void }

function Links({ links, stuck, onChange }: LinksProps) {
  const { slug } = useWorkspace()
  return (
    <div className="flex flex-col items-start gap-1">
      {links.map((link) => (
        <div key={link.id} className="flex w-full items-center gap-1 rounded-control border bg-surface pl-2 text-dense">
          <Link
            href={recordHref(slug, link)}
            dir="auto"
            className="min-w-0 grow truncate py-1.5 hover:underline pointer-coarse:py-3"
          >
            {link.title}
          </Link>
          <span className="shrink-0 text-meta text-muted">{nounOf(link.type).one}</span>
          {!stuck && (
            <button
              type="button"
              aria-label={`Unlink ${link.title}`}
              onClick={() => onChange(links.filter((each) => each !== link))}
              className="grid size-7 shrink-0 place-items-center rounded-control text-muted hover:text-text pointer-coarse:size-11"
            >
              <X size={12} aria-hidden />
            </button>
          )}
        </div>
      ))}
      {!stuck && (
        <RecordPicker onPick={(record) => !links.some(({ id }) => id === record.id) && onChange([...links, record])}>
          <Button kind="quiet" size="small" className="-ml-2 pointer-coarse:h-11">
            <Plus size={14} aria-hidden />
            Link a record
          </Button>
        </RecordPicker>
      )}
      {stuck && links.length === 0 && <span className="py-1.5 text-dense text-muted">Nothing</span>}
    </div>
  )
}
