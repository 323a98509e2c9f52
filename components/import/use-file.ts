import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { useWorkspace } from '@/components/shell/workspace'
import type { createConnector, getConnector } from '@/lib/contracts/kaireon/connector.contract'
import type { previewPipeline } from '@/lib/contracts/kaireon/preview.contract'
import { call, type ReplyOf } from '@/lib/http/call'
import { bareDrawing, type Drawing } from './drawing'
import type { Column } from './plan'
import { upload } from './upload'

export type Preview = ReplyOf<typeof previewPipeline>

const keys = {
  file: (workspace: string, connectorId: string | null) => ['import', workspace, connectorId] as const,
  check: (workspace: string, connectorId: string | null, drawing: Drawing) =>
    [...keys.file(workspace, connectorId), 'check', drawing] as const,
}

const longestName = 200

/** Sends a file: into the connector of the import, or into a new one. Gives the connector's id. */
export function useUpload(connectorId: string | null) {
  const { slug: workspace } = useWorkspace()
  const client = useQueryClient()
  const [fraction, setFraction] = useState(0)
  const abort = useRef<AbortController | null>(null)
  const send = useMutation({
    mutationFn: async (file: File) => {
      setFraction(0)
      abort.current = new AbortController()
      const body = { name: file.name.slice(0, longestName), type: 'csv' as const }
      const id = connectorId ?? (await call<typeof createConnector>('POST', '/connectors', { workspace, body })).id
      await upload(workspace, id, file, setFraction, abort.current.signal)
      return id
    },
    // What was there is no longer so.
    onSuccess: (id) => client.removeQueries({ queryKey: keys.file(workspace, id) }),
  })
  return { send, fraction, stop: () => abort.current?.abort() }
}

/** What a file that was sent turned out to be. */
export type Sample = {
  name: string
  columns: Column[]
  rows: Record<string, unknown>[]
  encoding: string | null
  delimiter: string | null
  /** What is no row, as far as was read. */
  rejects: Preview['rejects']
}

const looked = 100

/** The beginning of the file of an import: its columns with some of their values, and its first rows. */
export function useSample(connectorId: string | null, schemaId: string | undefined) {
  const { slug: workspace } = useWorkspace()
  return useQuery({
    queryKey: [...keys.file(workspace, connectorId), 'sample'],
    queryFn: async ({ signal }): Promise<Sample> => {
      const id = connectorId ?? ''
      const [{ name }, found] = await Promise.all([
        call<typeof getConnector>('GET', '/connectors/{id}', { workspace, params: { id }, signal }),
        call<typeof previewPipeline>('POST', '/pipelines/preview', {
          ...{ workspace, signal },
          body: { connectorId: id, schemaId, ...bareDrawing, limit: looked },
        }),
      ])
      const { rows, nodeId } = found.nodes[0] ?? { rows: [], nodeId: null }
      const { columns, encoding, delimiter } = found.source
      const samples = (column: string) => samplesOf(rows.map((row) => row[column]))
      return {
        ...{ name, rows, encoding, delimiter },
        columns: columns.map((column) => ({ ...column, samples: samples(column.name) })),
        rejects: found.rejects.filter((reject) => reject.nodeId === nodeId),
      }
    },
    enabled: connectorId !== null && schemaId !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
  })
}

const mostSamples = 20

/** The first values that differ from each other. */
function samplesOf(cells: unknown[]): string[] {
  const texts = cells.map((cell) => (cell === null || cell === undefined ? '' : String(cell).trim()))
  return [...new Set(texts.filter((text) => text !== ''))].slice(0, mostSamples)
}

/** What the first rows would become. */
export function useCheck(connectorId: string, schemaId: string, drawing: Drawing) {
  const { slug: workspace } = useWorkspace()
  return useQuery({
    queryKey: keys.check(workspace, connectorId, drawing),
    queryFn: ({ signal }) =>
      call<typeof previewPipeline>('POST', '/pipelines/preview', {
        ...{ workspace, signal },
        body: { connectorId, schemaId, ...drawing, limit: looked },
      }),
    // What is there may change at any time.
    staleTime: 0,
    refetchOnWindowFocus: false,
  })
}
