import { cookies } from 'next/headers'
import { notFound, redirect } from 'next/navigation'
import type { ReactNode } from 'react'
import { BottomTabs } from '@/components/shell/bottom-tabs'
import { Sidebar } from '@/components/shell/sidebar'
import { sidebarCookie } from '@/components/shell/sidebar-cookie'
import { WorkspaceProvider } from '@/components/shell/workspace'
import { whoIsHere } from './who-is-here'

type Props = { children: ReactNode; params: Promise<{ workspace: string }> }

/** The frame of a workspace, for its members; a stranger learns nothing of it. */
export default async function Layout({ children, params }: Props) {
  const { workspace: slug } = await params
  const member = await whoIsHere(slug)
  if (member === 'nobody') redirect(`/sign-in?callbackUrl=${encodeURIComponent(`/${slug}/boards`)}`)
  if (member === 'stranger') notFound()
  const workspace = {
    slug,
    name: member.workspaceName,
    role: member.role,
    user: { id: member.userId, name: member.name, email: member.email },
  }
  const folded = (await cookies()).get(sidebarCookie)?.value === 'folded'
  return (
    <WorkspaceProvider workspace={workspace}>
      <div className="flex h-dvh flex-col desk:flex-row">
        <Sidebar folded={folded} />
        <div className="flex min-h-0 min-w-0 grow flex-col">{children}</div>
        <BottomTabs />
      </div>
    </WorkspaceProvider>
  )
}
