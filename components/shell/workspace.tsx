'use client'
import { createContext, type ReactNode, useContext } from 'react'

/** Who is here and what they may: read once when the page is made. */
export type Workspace = {
  slug: string
  name: string
  role: 'admin' | 'editor' | 'viewer'
  user: { id: string; name: string; email: string }
  /** The IANA zone that this person has chosen; null: wherever their browser is. */
  timeZone: string | null
  /** The IANA zone of the workspace itself, by whose clock what is scheduled happens. */
  workspaceTimeZone: string
}

const Here = createContext<Workspace | null>(null)

/** Tells every view below which workspace it is in. */
export function WorkspaceProvider({ workspace, children }: { workspace: Workspace; children: ReactNode }) {
  return <Here value={workspace}>{children}</Here>
}

/** The workspace of this page. Refuses to be used outside of one. */
export function useWorkspace(): Workspace {
  const workspace = useContext(Here)
  if (!workspace) throw new Error('There is no workspace here')
  return workspace
}

/** The IANA time zone by whose clock this person lives. */
export function useTimeZone(): string {
  return useWorkspace().timeZone ?? browserZone()
}

function browserZone(): string {
  const zone = new Intl.DateTimeFormat().resolvedOptions().timeZone
  // Where the device does not say, browsers give none or one that nobody else knows.
  return !zone || zone === 'Etc/Unknown' ? 'UTC' : zone
}

/** Why this person can change nothing here; null when they can. */
export function stuckReason(role: Workspace['role']): string | null {
  return role === 'viewer' ? 'You can look but not change: ask an admin to make you an editor' : null
}
