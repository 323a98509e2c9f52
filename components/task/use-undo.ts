import { toast } from 'sonner'
import { explain } from '@/components/shell/refusal-words'
import { useWorkspace } from '@/components/shell/workspace'
import { undo } from './task-api'
import { useChanges, useUndoStack } from './task-changes'
import type { Done, Step } from './undo-stack'

type Next = { label: string; onClick: () => void }

/** The way back from what was done with tasks. */
export function useUndo() {
  const { slug } = useWorkspace()
  const changes = useChanges()
  const stack = useUndoStack()

  /** What has no answer yet is taken back once it has. */
  const run = async (step: Step | null): Promise<void> => {
    const done = await step?.answered
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
  const say = (step: Step, done: Done, next?: Next) => {
    const action = done.eventId === null ? undefined : { label: 'Undo', onClick: () => void run(stack.take(step)) }
    toast(done.said, { id: done.eventId ?? undefined, action, cancel: next, duration: 6000 })
  }

  return {
    /** Can be taken back by key from now on, though it may only just have been sent. */
    remember: stack.push,
    /** The same, and once it is done says so with a button beside it. */
    offer: (doing: Promise<Done | null>): void => {
      const step = stack.push(doing)
      void step.answered.then((done) => {
        // Whoever has taken it back meanwhile hears of that alone.
        if (done && (done.eventId === null || stack.has(step))) say(step, done)
      })
    },
    /** What was done last with a task has something that follows: offers that too, as long as it is the last. */
    alsoOffer: (taskId: string, next: Next) => {
      const step = stack.last()
      if (step?.done?.shows.has(taskId)) say(step, step.done, next)
    },
    /** Takes back what was done last; false when there is nothing. */
    last: (): boolean => {
      const step = stack.take()
      void run(step)
      return step !== null
    },
  }
}
