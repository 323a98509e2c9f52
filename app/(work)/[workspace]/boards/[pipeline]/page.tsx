import type { Metadata } from 'next'
import { WorkspaceBoard } from '@/components/board/workspace-board'
import { pipelineName } from '@/lib/domain/pipeline/name'
import { whoIsHere } from '../../who-is-here'

type Props = { params: Promise<{ workspace: string; pipeline: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { workspace, pipeline } = await params
  const member = await whoIsHere(workspace)
  const name = typeof member === 'string' ? null : await pipelineName(member.workspaceId, pipeline)
  return { title: name ?? 'Board' }
}

export default async function Page({ params }: Props) {
  const { pipeline } = await params
  return <WorkspaceBoard key={pipeline} boardId={pipeline} />
}
