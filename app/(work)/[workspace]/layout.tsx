import { cookies } from 'next/headers'
import { notFound, redirect } from 'next/navigation'
import { NuqsAdapter } from 'nuqs/adapters/next/app'
import type { ReactNode } from 'react'
import { BottomTabs } from '@/components/shell/bottom-tabs'
import { GoKeys } from '@/components/shell/go-keys'
import { LiveProvider } from '@/components/shell/live'
import { Notifications } from '@/components/shell/notifications/notifications'
import { Sidebar } from '@/components/shell/sidebar'
import { sidebarCookie } from '@/components/shell/sidebar-cookie'
import { WorkspaceProvider } from '@/components/shell/workspace'
import { TaskChanges } from '@/components/task/task-changes'
import { countUnread } from '@/lib/domain/notification/list'
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
    timeZone: member.ownTimeZone,
    workspaceTimeZone: member.workspaceTimeZone,
  }
  const unread = await countUnread(member.workspaceId, member.userId)
  const folded = (await cookies()).get(sidebarCookie)?.value === 'folded'
  return (
    <WorkspaceProvider workspace={workspace}>
      <NuqsAdapter>
        <LiveProvider>
          <Notifications unread={unread}>
            <TaskChanges>
              <GoKeys />
              <div className="flex h-dvh flex-col desk:flex-row">
                <Sidebar folded={folded} />
                <div className="flex min-h-0 min-w-0 grow flex-col">{children}</div>
                <BottomTabs />
              </div>
            </TaskChanges>
          </Notifications>
        </LiveProvider>
      </NuqsAdapter>
    </WorkspaceProvider>
  )
}
