'use client'
import { useQueryClient } from '@tanstack/react-query'
import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useEffectEvent,
  useState,
  useSyncExternalStore,
} from 'react'
import { useTaskHints } from '@/components/shell/live'
import { useWorkspace } from '@/components/shell/workspace'
import { type Changes, createChanges, type Overlay } from './changes'
import { taskKeys } from './task-keys'
import { type TaskPages, withTaken } from './task-pages'
import { createUndoStack, type UndoStack } from './undo-stack'

type Refresh = (ids: readonly string[]) => Promise<unknown>
type Shared = { changes: Changes; refreshers: Set<Refresh>; refresh: Refresh; confirm: Refresh; undo: UndoStack }

const Here = createContext<Shared | null>(null)

/** For how long a task that was done stays where it was, ticked. */
const lingering = 600

/** Holds the changes of tasks that are under way, for every view of them, and hears of those by others. */
export function TaskChanges({ children }: { children: ReactNode }) {
  const client = useQueryClient()
  const { slug } = useWorkspace()
  const [shared] = useState<Shared>(() => {
    const refreshers = new Set<Refresh>()
    const refresh: Refresh = (ids) =>
      Promise.all([
        client.invalidateQueries({ queryKey: taskKeys.lists(slug) }),
        ...[...refreshers].map((each) => each(ids)),
      ])
    const confirmed = () => void client.invalidateQueries({ queryKey: taskKeys.numbers(slug) })
    const keep = (taken: Overlay) => {
      for (const { queryKey } of client.getQueryCache().findAll({ queryKey: taskKeys.inbox(slug) })) {
        const [, , , place, section] = queryKey as ReturnType<typeof taskKeys.section>
        client.setQueryData<TaskPages>(queryKey, (pages) => pages && withTaken(pages, taken, section, place))
      }
    }
    const linger = () => new Promise((resolve) => setTimeout(resolve, lingering))
    const changes = createChanges({ confirmed, keep, refresh, linger })
    const confirm: Refresh = async (ids) => {
      changes.touch(ids)
      confirmed()
      await refresh(ids)
    }
    return { changes, refreshers, refresh, confirm, undo: createUndoStack() }
  })
  useTaskHints(({ ids, reset }) => {
    if (reset) return void client.invalidateQueries({ queryKey: taskKeys.all(slug) })
    // What is being changed here is read again by itself, once it has been seen.
    const others = ids.filter((id) => !shared.changes.overlay().has(id))
    if (others.length === 0) return
    shared.confirm(others).catch(() => undefined)
  })
  return <Here value={shared}>{children}</Here>
}

function useShared(): Shared {
  const shared = useContext(Here)
  if (!shared) throw new Error('There are no tasks here')
  return shared
}

/** The changes of tasks that are under way. */
export const useChanges = (): Changes => useShared().changes

/** What is shown of tasks before the server has it. */
export function useOverlay(): Overlay {
  const { subscribe, overlay } = useChanges()
  return useSyncExternalStore(subscribe, overlay, overlay)
}

/** Tasks whose changes have been shown for long enough where they were made. */
export function useSeen(): ReadonlySet<string> {
  const { subscribe, seen } = useChanges()
  return useSyncExternalStore(subscribe, seen, seen)
}

/** Reads tasks again wherever they are shown. */
export const useRefresh = (): Refresh => useShared().refresh

/** Tasks have changed at the server: reads them again wherever they are shown or counted. */
export const useConfirm = (): Refresh => useShared().confirm

/** What was done in this tab. */
export const useUndoStack = (): UndoStack => useShared().undo

/** As long as the caller is mounted, `refresh` is asked to read changed tasks again. */
export function useRefresher(refresh: Refresh): void {
  const { refreshers } = useShared()
  const latest = useEffectEvent(refresh)
  useEffect(() => {
    const each: Refresh = (ids) => latest(ids)
    refreshers.add(each)
    return () => {
      refreshers.delete(each)
    }
  }, [refreshers])
}
