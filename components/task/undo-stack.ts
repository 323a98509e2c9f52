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

const most = 50

/** What was done in this tab, the latest last. */
export function createUndoStack() {
  let stack: Done[] = []
  return {
    push: (done: Done) => {
      if (done.eventId !== null) stack = [...stack, done].slice(-most)
    },
    last: (): Done | null => stack.at(-1) ?? null,
    /** Takes one out, by default the latest. */
    take: (wanted?: Done): Done | null => {
      const taken = wanted ? stack.find((each) => each === wanted) : stack.at(-1)
      stack = stack.filter((each) => each !== taken)
      return taken ?? null
    },
  }
}

export type UndoStack = ReturnType<typeof createUndoStack>
