import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { hasWorkspace, workspacesOf } from '@/lib/domain/workspace/find'
import { holdingSession } from '@/lib/http/session'

/** The front door: to the first workspace of whoever is signed in, to sign-in, or to the first set-up. */
export default async function Page() {
  const session = await holdingSession((await headers()).get('cookie'))
  if (session) {
    const [first] = await workspacesOf(session.userId)
    redirect(first ? `/${first.slug}/boards` : '/sign-in?left=1')
  }
  redirect((await hasWorkspace()) ? '/sign-in' : '/welcome')
}
