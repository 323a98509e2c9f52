import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { ImportPage } from '@/components/import/import-page'
import { importTargets } from '@/lib/domain/record/import-targets'
import { whoIsHere } from '../who-is-here'

export const metadata: Metadata = { title: 'Import' }

export default async function Page({ params }: { params: Promise<{ workspace: string }> }) {
  const member = await whoIsHere((await params).workspace)
  if (typeof member === 'string') notFound()
  return <ImportPage targets={await importTargets(member.workspaceId, member.userId)} />
}
