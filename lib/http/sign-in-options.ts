import type { AuthOptions } from 'next-auth'
import credentials from 'next-auth/providers/credentials'
import { signIn, TooManyAttempts } from '@/lib/domain/member/sign-in'

/**
 * next-auth's options: e-mail and password, a JWT that holds the user's id and session epoch and nothing that could
 * grow stale. The error codes that reach the sign-in page: CredentialsSignin, TooManyAttempts.
 */
export const signInOptions: AuthOptions = {
  session: { strategy: 'jwt', maxAge: 30 * 24 * 60 * 60 },
  pages: { signIn: '/sign-in' },
  providers: [
    credentials({
      credentials: { email: { type: 'email' }, password: { type: 'password' } },
      async authorize(given, request) {
        try {
          const user = await signIn(given?.email ?? '', given?.password ?? '', addressOf(request.headers ?? {}))
          return user && { id: user.id, name: user.name, email: user.email, epoch: user.epoch }
        } catch (error) {
          if (error instanceof TooManyAttempts) throw new Error('TooManyAttempts')
          throw error
        }
      },
    }),
  ],
  callbacks: {
    jwt({ token, user }) {
      if (user) Object.assign(token, { sub: user.id, epoch: 'epoch' in user ? user.epoch : undefined })
      return token
    },
  },
}

// Our server appends the peer's address; each trusted proxy in front adds one that is its own.
function addressOf(headers: Record<string, unknown>): string {
  const hops = Number(process.env.TRUSTED_PROXIES ?? 0)
  const chain = String(headers['x-forwarded-for'] ?? '').split(',')
  return chain.at(-1 - hops)?.trim() || 'unknown'
}
