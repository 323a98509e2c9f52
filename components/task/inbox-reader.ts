import type { Section } from './due'
import { type TaskPages, withFresh, withPage } from './task-pages'

const page = 50
const mostAtOnce = 100

type Slice = { limit: number; cursor?: string; ids?: readonly string[] }

export type InboxReaderInput = {
  section: Section
  /** Asks the server for a page of the section, or for those of some tasks that belong to it. */
  ask: (slice: Slice, signal?: AbortSignal) => Promise<TaskPages>
  /** What is loaded. */
  loaded: () => TaskPages | undefined
  write: (change: (pages: TaskPages) => TaskPages) => void
  /** A mark in time, and the tasks that have changed since one; see Changes. */
  mark: () => number
  touchedSince: (mark: number) => string[]
}

export type InboxReader = {
  /** Reads the section from its start, as much as is loaded. */
  read: (signal?: AbortSignal) => Promise<TaskPages>
  /** Reads the next page behind what is loaded. */
  more: () => Promise<void>
  /** Reads some tasks again, and puts each where it belongs now. */
  refresh: (ids: readonly string[]) => Promise<void>
}

/**
 * Reads a section of the inbox. What changes while it is being asked for may come as it was before: it is asked for
 * again, and an older answer never overwrites a newer one.
 */
export function createInboxReader(input: InboxReaderInput): InboxReader {
  const { section, ask, loaded, write, mark, touchedSince } = input

  async function levelled(pages: TaskPages, since: number, signal?: AbortSignal): Promise<TaskPages> {
    let [level, from] = [pages, since]
    for (let ids = touchedSince(from); ids.length > 0; ids = touchedSince(from)) {
      from = mark()
      for (const some of inParts(ids)) {
        level = withFresh(level, some, (await ask({ limit: mostAtOnce, ids: some }, signal)).rows, section)
      }
    }
    return level
  }

  async function refresh(ids: readonly string[]): Promise<void> {
    for (const some of inParts(ids)) {
      const asked = mark()
      const { rows } = await ask({ limit: mostAtOnce, ids: some })
      // What has changed meanwhile is on its way by itself.
      const newer = new Set(touchedSince(asked))
      const still = some.filter((id) => !newer.has(id))
      const fresh = rows.filter(({ id }) => !newer.has(id))
      write((pages) => withFresh(pages, still, fresh, section))
    }
  }

  let asking: string | null = null
  return {
    refresh,
    read: async (signal) => {
      const asked = mark()
      const wanted = loaded()?.rows.length ?? 0
      let pages = await ask({ limit: sizeFor(wanted) }, signal)
      while (pages.next !== null && pages.rows.length < wanted) {
        const limit = sizeFor(wanted - pages.rows.length)
        pages = withPage(pages, await ask({ limit, cursor: pages.next }, signal))
      }
      return levelled(pages, asked, signal)
    },
    more: async () => {
      const cursor = loaded()?.next ?? null
      if (cursor === null || asking === cursor) return
      asking = cursor
      try {
        const asked = mark()
        const more = await ask({ limit: page, cursor })
        write((pages) => (pages.next === cursor ? withPage(pages, more) : pages))
        await refresh(touchedSince(asked))
      } finally {
        asking = null
      }
    },
  }
}

const sizeFor = (wanted: number): number => Math.min(mostAtOnce, Math.max(page, wanted))

function* inParts(ids: readonly string[]): Generator<string[]> {
  for (let from = 0; from < ids.length; from += mostAtOnce) yield ids.slice(from, from + mostAtOnce)
}
