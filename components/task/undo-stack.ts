import type { Overlay } from './changes'

/** Something that was done with tasks and can be taken back. */
export type Done = {
  /** What was done, as a sentence. */
  said: string
  /** By which the server takes it back; null when nothing has changed. */
  eventId: string | null
  /** The tasks that it is about, and what taking it back shows of them at once. */
  shows: Overlay
}

/** Something that is being done: what was done once the server has answered, null when it refused. */
export type Step = { answered: Promise<Done | null>; done: Done | null }

const most = 50

/** What was done in this tab, the latest last, be it under way still. */
export function createUndoStack() {
  let stack: Step[] = []
  const take = (wanted = stack.at(-1)): Step | null => {
    const taken = stack.find((each) => each === wanted)
    stack = stack.filter((each) => each !== taken)
    return taken ?? null
  }
  return {
    /** Something was begun; of what is refused, or has changed nothing, nothing stays. */
    push: (doing: Promise<Done | null>): Step => {
      const step: Step = { done: null, answered: doing.catch(() => null) }
      stack = [...stack, step].slice(-most)
      void step.answered.then((done) => {
        step.done = done
        if (done === null || done.eventId === null) take(step)
      })
      return step
    },
    has: (step: Step): boolean => stack.includes(step),
    last: (): Step | null => stack.at(-1) ?? null,
    /** Takes one out, by default the latest. */
    take,
  }
}

export type UndoStack = ReturnType<typeof createUndoStack>
