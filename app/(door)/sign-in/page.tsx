import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { SignInForm } from '@/components/door/sign-in-form'
import { hasWorkspace, workspacesOf } from '@/lib/domain/workspace/find'
import { holdingSession } from '@/lib/http/session'

export const metadata: Metadata = { title: 'Sign in' }

type Search = { callbackUrl?: string | string[] }

export default async function Page({ searchParams }: { searchParams: Promise<Search> }) {
  const session = await holdingSession((await headers()).get('cookie'))
  const joined = session ? await workspacesOf(session.userId) : []
  if (joined.length > 0) redirect('/')
  if (!session && !(await hasWorkspace())) redirect('/welcome')
  const { callbackUrl } = await searchParams
  return <SignInForm next={pathOf(callbackUrl)} inNoWorkspace={session !== null} />
}

// Only a page of this site: a link must not lead people who sign in to somebody else's.
function pathOf(address: string | string[] | undefined): string {
  const site = process.env.NEXTAUTH_URL ?? 'http://localhost'
  if (typeof address !== 'string' || !URL.canParse(address, site)) return '/'
  const { origin, pathname, search } = new URL(address, site)
  return origin === new URL(site).origin && !pathname.startsWith('//') ? pathname + search : '/'
}
