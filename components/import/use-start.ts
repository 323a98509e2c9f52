import { useMutation, useQueryClient } from '@tanstack/react-query'
import { flowKeys } from '@/components/flow/queries'
import { useWorkspace } from '@/components/shell/workspace'
import type { createPipeline, updatePipeline } from '@/lib/contracts/kaireon/pipeline.contract'
import type { runPipeline } from '@/lib/contracts/kaireon/run.contract'
import { call } from '@/lib/http/call'
import type { Drawing } from './drawing'

type Start = { name: string; connectorId: string; schemaId: string; drawing: Drawing }

/** Keeps the flow of an import, the one that there is or a new one, and runs it. */
export function useStart(flowId: string | null) {
  const { slug: workspace } = useWorkspace()
  const client = useQueryClient()
  return useMutation({
    mutationFn: async ({ name, connectorId, schemaId, drawing }: Start) => {
      const body = { connectorId, schemaId, nodes: drawing.nodes, edges: drawing.edges }
      const { id } = flowId
        ? await call<typeof updatePipeline>('PUT', '/pipelines', { workspace, body: { id: flowId, ...body } })
        : await call<typeof createPipeline>('POST', '/pipelines', {
            ...{ workspace, dialect: 'kaireon' },
            body: { name, ...body },
          })
      const run = await call<typeof runPipeline>('POST', '/pipelines/{id}/run', { workspace, params: { id }, body: {} })
      return { flowId: id, runId: run.id }
    },
    onSettled: () => client.invalidateQueries({ queryKey: flowKeys.all(workspace) }),
  })
}
