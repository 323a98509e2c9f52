import { decode } from 'next-auth/jwt'
import { sessionHolds } from '@/lib/domain/member/signed-in'

/** What a session's cookie says. Whether it still holds is for the database: see domain/member/signed-in. */
export interface Session {
  userId: string
  epoch: number
}

/** Cookies named __Secure-… need https, so the name follows the site's own address. */
export const sessionCookieName = (): string =>
  process.env.NEXTAUTH_URL?.startsWith('https://') ? '__Secure-next-auth.session-token' : 'next-auth.session-token'

/** Reads the session from a Cookie header; null when there is none or it was not sealed by us. */
export async function sessionOf(cookies: string | null): Promise<Session | null> {
  const token = cookieNamed(cookies ?? '', sessionCookieName())
  const secret = process.env.NEXTAUTH_SECRET
  if (!token || !secret) return null
  const claims = await decode({ token, secret }).catch(() => null)
  if (typeof claims?.sub !== 'string' || typeof claims.epoch !== 'number') return null
  return { userId: claims.sub, epoch: claims.epoch }
}

/** The session, when it has not been ended since. */
export async function holdingSession(cookies: string | null): Promise<Session | null> {
  const session = await sessionOf(cookies)
  return session && (await sessionHolds(session.userId, session.epoch)) ? session : null
}

function cookieNamed(cookies: string, name: string): string | null {
  for (const cookie of cookies.split(';')) {
    const at = cookie.indexOf('=')
    if (cookie.slice(0, at).trim() === name) return cookie.slice(at + 1).trim()
  }
  return null
}
