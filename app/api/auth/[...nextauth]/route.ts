import NextAuth from 'next-auth'
import { signInOptions } from '@/lib/http/sign-in-options'

const handler = NextAuth(signInOptions)

export { handler as GET, handler as POST }
