import { toast } from 'sonner'
import { explain } from '@/components/shell/refusal-words'
import { useWorkspace } from '@/components/shell/workspace'
import { undo } from './task-api'
import { useChanges, useUndoStack } from './task-changes'
import type { Done } from './undo-stack'

type Next = { label: string; onClick: () => void }

/** The way back from what was done with tasks. */
export function useUndo() {
  const { slug } = useWorkspace()
  const changes = useChanges()
  const stack = useUndoStack()

  const run = async (done: Done | null): Promise<void> => {
    const eventId = done?.eventId
    if (!done || !eventId) return
    toast.dismiss(eventId)
    try {
      await changes.make(done.shows, () => undo(slug, eventId), { back: true })
      toast(`Undone: ${done.said}`)
    } catch (error) {
      toast.error('That could not be undone', { description: explain(error), duration: 8000 })
    }
  }
  const say = (done: Done, next?: Next) => {
    const action = done.eventId === null ? undefined : { label: 'Undo', onClick: () => void run(stack.take(done)) }
    toast(done.said, { id: done.eventId ?? undefined, action, cancel: next, duration: 6000 })
  }

  return {
    /** Can be taken back by key. */
    remember: stack.push,
    /** The same, and says what was done with a button beside it. */
    offer: (done: Done) => {
      stack.push(done)
      say(done)
    },
    /** What was done last with a task has something that follows: offers that too, as long as it is the last. */
    alsoOffer: (taskId: string, next: Next) => {
      const done = stack.last()
      if (done?.shows.has(taskId)) say(done, next)
    },
    /** Takes back what was done last; false when there is nothing. */
    last: (): boolean => {
      const done = stack.take()
      void run(done)
      return done !== null
    },
  }
}
