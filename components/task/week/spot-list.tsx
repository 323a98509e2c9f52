import { useDraggable } from '@dnd-kit/core'
import { Fragment, type ReactNode } from 'react'
import type { Task } from '../task'

type SpotListProps = {
  labelledBy: string
  tasks: readonly Task[]
  /** Before which of them the line shows where a task would land; null: nowhere here. */
  line: number | null
  stuck: string | null
  card: (task: Task) => ReactNode
  /** What stands there without any. */
  empty?: string
}

/** The tasks of a day, or of what stands beside the week. */
export function SpotList({ labelledBy, tasks, line, stuck, card, empty }: SpotListProps) {
  return (
    <>
      <ul aria-labelledby={labelledBy} className="flex flex-col gap-1.5">
        {tasks.map((task, index) => (
          <Fragment key={task.id}>
            {line === index && <Line />}
            <Draggable id={task.id} stuck={stuck}>
              {card(task)}
            </Draggable>
          </Fragment>
        ))}
        {line === tasks.length && <Line />}
      </ul>
      {tasks.length === 0 && line === null && empty && <p className="px-1 text-meta text-muted">{empty}</p>}
    </>
  )
}

function Line() {
  return <li aria-hidden data-landing className="-my-1 h-0.5 rounded-full bg-accent" />
}

function Draggable({ id, stuck, children }: { id: string; stuck: string | null; children: ReactNode }) {
  const { listeners, setNodeRef } = useDraggable({ id, disabled: stuck !== null })
  return (
    <li ref={setNodeRef} data-task-id={id} {...listeners}>
      {children}
    </li>
  )
}
