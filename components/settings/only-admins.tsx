'use client'
import { Lock } from 'lucide-react'
import { useWorkspace } from '@/components/shell/workspace'
import { State } from '@/components/ui/state'
import { roleNames } from './api-key'
import { useMembers } from './use-members'

/** Says to who is no admin why there is nothing here, and whom to ask. `may` is what an admin can do about it. */
export function OnlyAdmins({ title, may }: { title: string; may: string }) {
  const { slug, role } = useWorkspace()
  const members = useMembers(slug)
  const admins = members.data?.filter((member) => member.role === 'admin').map((member) => member.name) ?? []
  const some = admins.length > 3 ? [...admins.slice(0, 3), 'others'] : admins
  const whom = some.length > 0 ? new Intl.ListFormat('en', { type: 'disjunction' }).format(some) : 'an admin'
  return (
    <State icon={Lock} title={title}>
      Your role here is {roleNames[role].toLowerCase()}. {whom === 'an admin' ? 'An admin' : whom} can {may}.
    </State>
  )
}
