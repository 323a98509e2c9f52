import { useMemo } from 'react'
import { type Member, useMembers } from '@/components/settings/use-members'
import { useWorkspace } from '@/components/shell/workspace'

/** The people of this workspace, and how to call one by id. */
export function usePeople(): { people: readonly Member[]; nameOf: (id: string) => string | null } {
  const { slug, user } = useWorkspace()
  const { data } = useMembers(slug)
  return useMemo(() => {
    const names = new Map(data?.map(({ id, name }) => [id, name]))
    return { people: data ?? [], nameOf: (id) => names.get(id) ?? (id === user.id ? user.name : null) }
  }, [data, user])
}
