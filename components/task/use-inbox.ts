import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import type { Section } from './due'
import { createInboxReader } from './inbox-reader'
import { readTasks } from './task-api'
import { useChanges, useRefresher } from './task-changes'
import { taskKeys } from './task-keys'
import type { TaskPages } from './task-pages'
import { useAsker } from './use-asker'
import type { TaskFilter } from './view'

/**
 * The tasks of a section, read page by page. A task that changes is read again by itself, and goes where it belongs
 * now: however many are loaded, that is one small request. `filter` must stay the same object while it says the same.
 */
export function useInbox(section: Section, filter: TaskFilter) {
  const client = useQueryClient()
  const changes = useChanges()
  const { asker, place } = useAsker()
  const queryKey = taskKeys.section(asker.workspace, place, section, filter)
  const reader = useMemo(() => {
    const key = taskKeys.section(asker.workspace, place, section, filter)
    return createInboxReader({
      section,
      ask: (slice, signal) => readTasks(asker, section, filter, slice, signal),
      loaded: () => client.getQueryData<TaskPages>(key),
      write: (change) => client.setQueryData<TaskPages>(key, (pages) => pages && change(pages)),
      mark: changes.mark,
      touchedSince: changes.touchedSince,
    })
  }, [client, changes, asker, place, section, filter])
  useRefresher(reader.refresh)

  const query = useQuery({
    queryKey,
    queryFn: ({ signal }) => reader.read(signal),
    // The live stream tells of what changes, and of whatever may have when it comes back.
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  })
  const next = query.data?.next ?? null
  const [failedAt, setFailedAt] = useState<string | null>(null)
  return {
    tasks: query.data?.rows,
    hasMore: next !== null,
    error: query.error,
    retry: query.refetch,
    loadMore: () => {
      setFailedAt(null)
      reader.more().catch(() => setFailedAt(next))
    },
    failedMore: next !== null && failedAt === next,
  }
}
