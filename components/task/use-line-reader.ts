import { useState } from 'react'
import { useWorkspace } from '@/components/shell/workspace'
import type { Piece, Understood } from './read-line'
import { useAsker } from './use-asker'
import { usePeople } from './use-people'

type Reader = typeof import('./read-line')

/** Whether the reader's dates have the day before the month. */
function isDayFirst(): boolean {
  const parts = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'numeric' }).formatToParts()
  return parts.findIndex(({ type }) => type === 'day') < parts.findIndex(({ type }) => type === 'month')
}

/** Reads what is typed. The reader of dates is large: it is fetched once somebody is about to type. */
export function useLineReader(text: string, literal: ReadonlySet<string>) {
  const { asker } = useAsker()
  const { user } = useWorkspace()
  const { people } = usePeople()
  const [loaded, setLoaded] = useState<Reader | null>(null)
  const load = async (): Promise<Reader> => {
    if (loaded) return loaded
    const reader = await import('./read-line')
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
  })
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
      return reader ? reader.readLine(line, contextNow(left)) : { title: line.trim(), pieces: [], unclear: [] }
    },
  }
}
