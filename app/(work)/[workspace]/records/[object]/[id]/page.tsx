import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { cache } from 'react'
import { recordHref } from '@/components/record/record-href'
import { RecordPage } from '@/components/record/record-page'
import { whereaboutsOf } from '@/lib/domain/record/whereabouts'
import { whoIsHere } from '../../../who-is-here'

type Place = { workspace: string; object: string; id: string }
type Props = { params: Promise<Place> }

const find = cache(async (workspace: string, object: string, id: string) => {
  const member = await whoIsHere(workspace)
  return typeof member === 'string' ? null : whereaboutsOf(member.workspaceId, object, id)
})

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { workspace, object, id } = await params
  return { title: (await find(workspace, object, id))?.title ?? 'Record' }
}

export default async function Page({ params }: Props) {
  const { workspace, object, id } = await params
  const found = await find(workspace, object, id)
  if (found?.pipelineId) redirect(recordHref(workspace, { type: object, id, pipeline_id: found.pipelineId }))
  return <RecordPage key={id} object={object} id={id} />
}
