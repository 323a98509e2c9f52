import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { connection } from 'next/server'
import { WelcomeForm } from '@/components/door/welcome-form'
import { hasWorkspace } from '@/lib/domain/workspace/find'
import { needsSetupToken } from '@/lib/domain/workspace/setup-token'
import { createFirstWorkspace } from './actions'

export const metadata: Metadata = { title: 'Create your workspace' }

export default async function Page() {
  await connection()
  if (await hasWorkspace()) redirect('/sign-in')
  return <WelcomeForm create={createFirstWorkspace} asksToken={await needsSetupToken()} />
}
