import { useQueries, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useWorkspace } from '@/components/shell/workspace'
import type { Piece, Understood } from './read-line'
import { recordSearch } from './record-search'
import type { TaskLink } from './task'
import { useAsker } from './use-asker'
import { usePeople } from './use-people'
import { useSettled } from './use-settled'

type Reader = typeof import('./read-line') & typeof import('./mention')

/** Whether the reader's dates have the day before the month. */
function isDayFirst(): boolean {
  const parts = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'numeric' }).formatToParts()
  return parts.findIndex(({ type }) => type === 'day') < parts.findIndex(({ type }) => type === 'month')
}

/** Reads what is typed, and looks for the records that it names. The reader of dates is large: it is fetched once somebody is about to type. */
export function useLineReader(text: string, literal: ReadonlySet<string>) {
  const { asker } = useAsker()
  const { slug, user } = useWorkspace()
  const client = useQueryClient()
  const { people } = usePeople()
  const [loaded, setLoaded] = useState<Reader | null>(null)
  const load = async (): Promise<Reader> => {
    if (loaded) return loaded
    const [line, mention] = await Promise.all([import('./read-line'), import('./mention')])
    const reader = { ...line, ...mention }
    setLoaded(reader)
    return reader
  }
  const contextNow = (left: ReadonlySet<string>) => ({
    now: new Date(),
    zone: asker.timeZone,
    people,
    me: user.id,
    dayFirst: isDayFirst(),
    literal: left,
    found: (name: string) => client.getQueryData<TaskLink[]>(recordSearch(slug, name).queryKey),
  })
  const named = (line: string, reader: Reader) => [...new Set(reader.mentionsIn(line).map(({ query }) => query))]
  const names = useSettled(loaded ? named(text, loaded).join('\n') : '', 200)
  // Whatever of them comes is drawn then.
  useQueries({ queries: names === '' ? [] : names.split('\n').map((name) => recordSearch(slug, name)) })
  const understood: Understood | null = loaded && text.trim() !== '' ? loaded.readLine(text, contextNow(literal)) : null
  return {
    understood,
    /** Somebody is about to type. */
    prepare: () => void load().catch(() => undefined),
    /** By which a part is known when it is to be left as words. */
    keysOf: (piece: Piece, line: string): string[] => loaded?.keysOf(piece, line) ?? [],
    /** Reads a line for good. Without its reader, which could not be fetched, a line is a title. */
    read: async (line: string, left: ReadonlySet<string>): Promise<Understood> => {
      const reader = await load().catch(() => null)
      if (!reader) return { title: line.trim(), pieces: [], unclear: [] }
      // What could not be looked for stays words.
      const looked = named(line, reader).map((name) => client.fetchQuery({ ...recordSearch(slug, name), retry: false }))
      await Promise.allSettled(looked)
      return reader.readLine(line, contextNow(left))
    },
  }
}
