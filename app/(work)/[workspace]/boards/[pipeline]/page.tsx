import type { Metadata } from 'next'
import { WorkspaceBoard } from '@/components/board/workspace-board'

export const metadata: Metadata = { title: 'Board' }

export default async function Page({ params }: { params: Promise<{ pipeline: string }> }) {
  const { pipeline } = await params
  return <WorkspaceBoard key={pipeline} boardId={pipeline} />
}
