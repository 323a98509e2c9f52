import type { Metadata } from 'next'
import { RunPage } from '@/components/flow/run-page'

export const metadata: Metadata = { title: 'Run' }

export default async function Page({ params }: { params: Promise<{ flow: string; run: string }> }) {
  const { flow, run } = await params
  return <RunPage key={run} flowId={flow} runId={run} />
}
