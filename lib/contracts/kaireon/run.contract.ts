import { z } from 'zod'
import { contract } from '../contract'
import { noQuery } from '../schema'
import { listOf, page } from './page'
import { progress, reject, run, runUndone, startedRun } from './run.present'

const id = '0198c2e4-7d00-7d11-9c0f-5b1f2a6e7c01'
const pipelineId = '0198c2e4-7b00-7d11-9c0f-5b1f2a6e7c04'
const rows = { in: 1204, out: 1200, rejected: 3, skipped: 1, added: 0, staged: 0 }
const records = { created: 1150, updated: 40, unchanged: 10 }
const shown: z.input<typeof run> = {
  ...{ id, pipelineId, status: 'completed', trigger: 'schedule', error: null, rows, records },
  createdAt: '2026-08-03T05:30:00.000Z',
  startedAt: '2026-08-03T05:30:00.120Z',
  completedAt: '2026-08-03T05:30:04.310Z',
  replayOf: null,
  ignoredFields: ['fax'],
}
const nothing = z.strictObject({})

/** KaireonAI Data Pipelines, "POST /api/v1/pipelines/{id}/run". */
export const runPipeline = contract({
  dialect: 'kaireon',
  method: 'POST',
  path: '/pipelines/{id}/run',
  title: 'Run a pipeline',
  about:
    'The run waits its turn while another of the pipeline is under way. A pipeline with a problem of severity error is refused.',
  example: {
    body: {},
    reply: { id, pipelineId, status: 'pending', createdAt: '2026-08-03T05:30:00.000Z' },
  },
  query: noQuery,
  body: nothing,
  status: 201,
  reply: startedRun,
})

/** KaireonAI Data Pipelines, "GET /api/v1/pipelines/{id}/runs": the last 20, newest first. */
export const listRuns = contract({
  dialect: 'kaireon',
  method: 'GET',
  path: '/pipelines/{id}/runs',
  title: 'List runs',
  about: 'The last 20, newest first. Those of a pipeline that was deleted are an admin’s to read.',
  example: { reply: [shown] },
  query: noQuery,
  reply: z.array(run),
})

/** Ours. */
export const getRun = contract({
  dialect: 'kaireon',
  method: 'GET',
  path: '/pipelines/{id}/runs/{runId}',
  title: 'Get a run',
  example: { reply: shown },
  ours: true,
  query: noQuery,
  reply: run,
})

/** Ours. */
export const getRunProgress = contract({
  dialect: 'kaireon',
  method: 'GET',
  path: '/pipelines/{id}/runs/{runId}/progress',
  title: 'Get the progress of a run',
  example: {
    reply: {
      ...{ id, status: 'running', rows, records, rowsPerSecond: 4013.3, fraction: 0.5, etaSeconds: 1 },
      partitions: [
        { index: 0, phase: 0, nodeId: '0198c2e4-7b00-7d11-9c0f-5b1f2a6e7c02', status: 'pending', rows: 1204 },
      ],
    },
  },
  ours: true,
  query: noQuery,
  reply: progress,
})

/** Ours: at once while it waits, else within one batch. What was written stays. */
export const cancelRun = contract({
  dialect: 'kaireon',
  method: 'POST',
  path: '/pipelines/{id}/runs/{runId}/cancel',
  title: 'Cancel a run',
  about:
    'At once while it waits, else within the batch that is being written. What was written stays. One that has ended: 409.',
  example: { body: {}, reply: shown },
  ours: true,
  query: noQuery,
  body: nothing,
  reply: run,
})

/** Ours: the rows that a run could not take in, in the order in which they were rejected. */
export const listRejects = contract({
  dialect: 'kaireon',
  method: 'GET',
  path: '/pipelines/{id}/runs/{runId}/rejects',
  title: 'List the rejects of a run',
  about:
    'In the order in which they were rejected. With `format=csv` all of them as one CSV file, safe to open in a spreadsheet: a text that starts like a formula has an apostrophe before it.',
  example: {
    query: { limit: '1' },
    reply: {
      data: [
        {
          ...{ id: '0198c2e4-7d01-7d11-9c0f-5b1f2a6e7c02', number: 17, partition: 0 },
          ...{ nodeId: '0198c2e4-7b00-7d11-9c0f-5b1f2a6e7c03', nodeLabel: 'Companies' },
          reason: "Field 'name' must not be empty",
          original: { name: '', website: 'https://acme.example' },
        },
      ],
      ...{ total: 3, hasMore: true, nextCursor: 'YWZ0ZXI6MDE5OGMyZTQ' },
    },
  },
  ours: true,
  query: z.strictObject({ ...page, format: z.enum(['json', 'csv']).optional() }),
  reply: listOf(reject),
})

/** Ours: a new run over a run's rejects, with the pipeline as it is now. */
export const replayRun = contract({
  dialect: 'kaireon',
  method: 'POST',
  path: '/pipelines/{id}/runs/{runId}/replay',
  title: 'Replay the rejects of a run',
  about:
    'A new run takes the rejected rows again, as they were read, with the pipeline as it is now. 409 when the run is not over, when it has no rejects, and when they were replayed already and that was not cancelled and did not fail.',
  example: { body: {}, reply: { ...shown, trigger: 'replay', replayOf: id } },
  ours: true,
  query: noQuery,
  body: nothing,
  status: 201,
  reply: run,
})

/** Ours: takes back what a run did to records, as far as nobody has changed them since. */
export const undoRun = contract({
  dialect: 'kaireon',
  method: 'POST',
  path: '/pipelines/{id}/runs/{runId}/undo',
  title: 'Undo a run',
  about:
    'Records that the run made go to the trash, those that it changed become what they were. What somebody has changed since stays, and is told in `kept`, with who changed what. 409 while the run is not over.',
  example: {
    body: {},
    reply: {
      undone: 1189,
      keptTotal: 1,
      kept: [
        {
          ...{ recordId: '0198c2e4-7c00-7d11-9c0f-5b1f2a6e7c09', title: 'Acme' },
          reason: "Ada Admin changed 'owner' at 2026-08-03T08:12:09.001Z",
        },
      ],
    },
  },
  ours: true,
  query: noQuery,
  body: nothing,
  reply: runUndone,
})
