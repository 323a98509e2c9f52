import { toast } from 'sonner'
import { explain } from '@/components/shell/refusal-words'
import { useWorkspace } from '@/components/shell/workspace'
import type { Overlay } from './changes'
import { groupedRefusals } from './refusals'
import type { Task, TaskChange, TaskLink } from './task'
import {
  type Asker,
  type BulkItem,
  type BulkOutcome,
  changeMany,
  completeTask,
  createTask,
  deleteTask,
  hasOpenTasks,
  type NewTask,
  updateItem,
  updateTask,
} from './task-api'
import { useChanges, useConfirm } from './task-changes'
import type { Done } from './undo-stack'
import { useAsker } from './use-asker'
import { useUndo } from './use-undo'

type Wishes = {
  /** The last open task about some records was completed, and its next step is wanted. */
  onNextStep?: (links: TaskLink[]) => void
}

/** One thing to do with one task or with many. */
type Act = {
  shows: (task: Task) => TaskChange | 'gone'
  one: (task: Task) => Promise<string | null>
  item: (task: Task) => BulkItem
  /** `“Call Alice” is done`, `3 tasks are done`. */
  said: (what: string, are: 'is' | 'are') => string
  /** What was not done: `completed`. */
  done: string
}

const mostAtOnce = 1000

/** What can be done with tasks. It shows at once; what is refused is put back, and it is said why. */
export function useTaskActions({ onNextStep }: Wishes = {}) {
  const { slug, user } = useWorkspace()
  const { asker } = useAsker()
  const changes = useChanges()
  const confirm = useConfirm()
  const undo = useUndo()

  /** Resolves to the tasks with which it was done. */
  const act = async (
    given: Task | readonly Task[],
    { shows, one, item, said, done }: Act,
  ): Promise<readonly Task[]> => {
    const tasks = [given].flat() as readonly Task[]
    const [first] = tasks
    if (!first) return []
    if (tasks.length > mostAtOnce) {
      toast.error(`Select at most ${new Intl.NumberFormat().format(mostAtOnce)} tasks at once`)
      return []
    }
    const overlay: Overlay = new Map(tasks.map((task) => [task.id, shows(task)]))
    try {
      if (tasks.length === 1) {
        const sent = changes.make(overlay, () => one(first))
        undo.offer(sent.then((eventId) => doneWith(said(`“${first.title}”`, 'is'), eventId, tasks, overlay)))
        await sent
        return tasks
      }
      const send = () => changeMany(slug, tasks.map(item))
      const sent = changes.make(overlay, send, { refused: (answer) => answer.refused.keys() })
      const changedBy = ({ refused }: BulkOutcome) => tasks.filter(({ id }) => !refused.has(id))
      undo.offer(
        sent.then((answer) => {
          const changed = changedBy(answer)
          if (changed.length === 0) return null
          const sentence = said(counted(changed.length), changed.length === 1 ? 'is' : 'are')
          return doneWith(sentence, answer.eventId, changed, overlay)
        }),
      )
      const answer = await sent
      const { refused } = answer
      const changed = changedBy(answer)
      if (refused.size > 0) {
        const some = `${new Intl.NumberFormat().format(refused.size)} of ${counted(tasks.length)}`
        const description = groupedRefusals([...refused.values()])
        toast.error(`${some} could not be ${done}`, { description, duration: 10_000 })
      }
      return changed
    } catch (error) {
      const what = tasks.length === 1 ? `“${first.title}” was` : `${counted(tasks.length)} were`
      const back = tasks.length === 1 ? 'It is back as it was.' : 'They are back as they were.'
      toast.error(`${what} not ${done}`, { description: `${explain(error)} ${back}`, duration: 8000 })
      return []
    }
  }

  const complete = async (given: Task | readonly Task[], completed: boolean): Promise<boolean> => {
    const at = new Date().toISOString()
    const done = await act(given, {
      shows: () => ({
        is_completed: completed,
        completed_at: completed ? at : null,
        completed_by: completed ? user.id : null,
      }),
      one: ({ id }) => completeTask(slug, id, completed),
      item: ({ id }) => ({ op: completed ? 'complete' : 'reopen', id }),
      said: (what, are) => `${what} ${are} ${completed ? 'done' : 'open again'}`,
      done: completed ? 'completed' : 'reopened',
    })
    const [only, ...more] = done
    if (completed && only && more.length === 0 && onNextStep) offerNextStep(only, onNextStep)
    return done.length > 0
  }

  const offerNextStep = (task: Task, onNext: (links: TaskLink[]) => void) => {
    const next = { label: 'Add next step', onClick: () => onNext(task.links) }
    wasLast(asker, task).then(
      (last) => last && undo.alsoOffer(task.id, next),
      () => undefined,
    )
  }

  /** Changes each task in its way, and says what came of it. */
  const change = (given: Task | readonly Task[], changeOf: (task: Task) => TaskChange, said: Act['said']) =>
    act(given, {
      shows: changeOf,
      one: (task) => updateTask(slug, task.id, changeOf(task)),
      item: (task) => updateItem(task.id, changeOf(task)),
      said,
      done: 'changed',
    })

  const remove = (given: Task | readonly Task[]) =>
    act(given, {
      shows: () => 'gone',
      one: ({ id }) => deleteTask(slug, id),
      item: ({ id }) => ({ op: 'delete', id }),
      said: (what, are) => `${what} ${are} deleted`,
      done: 'deleted',
    })

  /** A change that is seen where it was made. Resolves to why it was refused, or null. */
  const update = async (task: Task, changed: TaskChange): Promise<string | null> => {
    const overlay: Overlay = new Map([[task.id, changed]])
    try {
      const sent = changes.make(overlay, () => updateTask(slug, task.id, changed))
      undo.remember(sent.then((eventId) => doneWith(`“${task.title}” was changed`, eventId, [task], overlay)))
      await sent
      return null
    } catch (error) {
      return explain(error)
    }
  }

  /** Makes a task; resolves to its id once it is shown where it belongs. Rejects when it was refused. */
  const add = async (task: NewTask, key: string): Promise<string> => {
    const sent = createTask(slug, task, key)
    const added = async (): Promise<Done> => {
      const { id, eventId } = await sent
      return { said: `“${task.title}” was added`, eventId, shows: new Map([[id, 'gone']]) }
    }
    undo.remember(added())
    const { id } = await sent
    await confirm([id]).catch(() => undefined)
    return id
  }

  return { complete, change, update, remove, add }
}

export type TaskActions = ReturnType<typeof useTaskActions>

const counted = (tasks: number): string => (tasks === 1 ? '1 task' : `${new Intl.NumberFormat().format(tasks)} tasks`)

/** What was done, and what is shown at once when it is taken back: each task as it was. What was deleted has to come first. */
function doneWith(said: string, eventId: string | null, tasks: readonly Task[], changes: Overlay): Done {
  const before = tasks.map((task): [string, TaskChange] => {
    const change = changes.get(task.id)
    const fields = change === undefined || change === 'gone' ? [] : Object.keys(change)
    return [task.id, Object.fromEntries(fields.map((field) => [field, task[field as keyof TaskChange]]))]
  })
  return { said, eventId, shows: new Map(before) }
}

/** Whether a record that the task is about has nothing left to be done. */
const wasLast = async (asker: Asker, { links }: Task): Promise<boolean> =>
  (await Promise.all(links.map((link) => hasOpenTasks(asker, link)))).includes(false)
