import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { ApiReference } from '@/components/reference/api-reference'
import { dialects } from '@/lib/contracts/contract'
import { workspacesOf } from '@/lib/domain/workspace/find'
import { holdingSession } from '@/lib/http/session'

export const metadata: Metadata = { title: 'API reference' }

type Search = { contract?: string | string[]; workspace?: string | string[] }

/** Open to everybody for reading; whoever is signed in tries requests in a workspace of theirs. */
export default async function Page({ searchParams }: { searchParams: Promise<Search> }) {
  const { contract, workspace } = await searchParams
  const session = await holdingSession((await headers()).get('cookie'))
  const joined = session ? await workspacesOf(session.userId) : []
  return (
    <ApiReference
      contract={dialects.find((dialect) => dialect === contract) ?? 'rex'}
      workspaces={joined.map(({ slug, name }) => ({ slug, name }))}
      workspace={joined.find(({ slug }) => slug === workspace)?.slug ?? joined[0]?.slug ?? null}
    />
  )
}
