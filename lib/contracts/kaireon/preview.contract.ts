import { z } from 'zod'
import { contract } from '../contract'
import { id, noQuery } from '../schema'
import { drawnEdges, drawnNodes } from './drawing'
import { preview } from './preview.present'

const connectorId = '0198c2e4-7a00-7d11-9c0f-5b1f2a6e7c01'
const schemaId = '0198c2e4-5f20-7c11-92ab-7a3c5d1e0f33'
const row = { name: 'Acme', website: 'https://acme.example' }

/** Ours: what a run would do with the first rows. Nothing is written. */
export const previewPipeline = contract({
  dialect: 'kaireon',
  method: 'POST',
  path: '/pipelines/preview',
  title: 'Preview a pipeline',
  about:
    'Puts the first rows through every node and tells of each what a run would make of it, by a run’s own writing, which is then taken back: nothing is written. Of a pipeline that is kept (`pipelineId`), or of one that is not yet: then nodes keep their temporary ids. The right sides of joins are read further, so that rows find their match. A source that cannot be read within ten seconds is refused.',
  example: {
    body: { connectorId, schemaId, nodes: [], edges: [], limit: 20 },
    reply: {
      nodes: [],
      targets: [
        {
          nodeId: null,
          schemaId,
          rows: [
            {
              number: 1,
              action: 'update',
              recordId: '0198c2e4-7c00-7d11-9c0f-5b1f2a6e7c09',
              title: 'Acme',
              reason: null,
              changes: [{ field: 'website', before: null, after: row.website }],
            },
          ],
          ignoredFields: [],
        },
      ],
      rejects: [],
      counts: { in: 1, create: 0, update: 1, unchanged: 0, reject: 0, skip: 0 },
      source: {
        columns: [
          { name: 'name', type: 'text' },
          { name: 'website', type: 'url' },
        ],
        encoding: 'utf-8',
        delimiter: ',',
      },
    },
  },
  ours: true,
  waits: true,
  query: noQuery,
  body: z
    .strictObject({
      pipelineId: id.optional(),
      connectorId: id.optional(),
      schemaId: id.optional(),
      nodes: drawnNodes.optional(),
      edges: drawnEdges.optional(),
      limit: z.int().min(1).max(100).optional(),
    })
    .superRefine((body, context) => {
      const refuse = (field: string, message: string) => context.addIssue({ code: 'custom', path: [field], message })
      const { pipelineId, limit: _, ...drawing } = body
      const [other] = Object.entries(drawing).flatMap(([field, value]) => (value === undefined ? [] : [field]))
      if (pipelineId !== undefined) {
        if (other !== undefined) refuse(other, "must not stand beside 'pipelineId'")
        return
      }
      if (body.connectorId === undefined) refuse('connectorId', "is required where 'pipelineId' is not given")
      else if (body.schemaId === undefined) refuse('schemaId', "is required where 'pipelineId' is not given")
    }),
  reply: preview,
})
