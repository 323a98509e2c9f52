import type { Metadata } from 'next'
import { ApiKeys } from '@/components/settings/api-keys'

export const metadata: Metadata = { title: 'API keys' }

export default function Page() {
  return <ApiKeys address={process.env.NEXTAUTH_URL ?? ''} />
}
