import { headers } from 'next/headers'
import { cache } from 'react'
import { findSignedIn, type SignedIn } from '@/lib/domain/member/signed-in'
import { holdingSession } from '@/lib/http/session'

/** Who asks for a page of this workspace, found once a request: nobody who is signed in, a stranger to it, or a member. */
export const whoIsHere = cache(async (slug: string): Promise<'nobody' | 'stranger' | SignedIn> => {
  const session = await holdingSession((await headers()).get('cookie'))
  if (!session) return 'nobody'
  const member = await findSignedIn(session.userId, session.epoch, slug)
  return member?.workspaceSlug === slug ? member : 'stranger'
})
