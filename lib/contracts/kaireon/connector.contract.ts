import { z } from 'zod'
import { connectorTypes } from '@/lib/domain/connector/connector'
import { uploadLimit } from '@/lib/domain/upload/limit'
import { contract } from '../contract'
import { name, noQuery, text } from '../schema'
import { connector, connectorTest, upload } from './connector.present'
import { listOf, page } from './page'

const config = z
  .record(z.string(), z.unknown())
  .describe('Settings of its type; what is not known is kept and reported')
const secretName = z.string().regex(/^\w{1,100}$/, 'must be letters, digits and underscores, at most 100')
const secret = text(8192).min(1)

const made = {
  name: 'Price list',
  type: 'csv' as const,
  config: { url: 'https://files.example.com/prices.csv', delimiter: ';' },
}
const shown: z.input<typeof connector> = {
  ...made,
  id: '0198c2e4-7a00-7d11-9c0f-5b1f2a6e7c01',
  status: 'ready',
  secretNames: [],
  problems: [],
  createdAt: '2026-08-03T09:00:00.000Z',
  updatedAt: '2026-08-03T09:00:00.000Z',
}

/**
 * Ours, in Kaireon's style, like all of `/connectors`: what flows read from. An unfinished config is accepted, and so
 * are keys that nobody knows: `status` is `unfinished` while something is missing or wrong that a run would need (an
 * address, say) and `ready` once nothing is; `problems` tells what, and what does nothing.
 */
export const createConnector = contract({
  dialect: 'kaireon',
  method: 'POST',
  path: '/connectors',
  title: 'Create a connector',
  about:
    'What data pipelines read from. An unfinished config is accepted: `problems` says what is lacking. Secrets are sealed and never returned.',
  example: { body: made, reply: shown },
  ours: true,
  query: noQuery,
  body: z.strictObject({
    name,
    type: z.enum(connectorTypes),
    config: config.optional(),
    secrets: z.record(secretName, secret).optional(),
  }),
  guarded: { secrets: 'admin' },
  version: 'told',
  status: 201,
  reply: connector,
})

/** Ours: connectors, oldest first. */
export const listConnectors = contract({
  dialect: 'kaireon',
  method: 'GET',
  path: '/connectors',
  title: 'List connectors',
  ours: true,
  query: z.strictObject(page),
  reply: listOf(connector),
})

/** Ours. */
export const getConnector = contract({
  dialect: 'kaireon',
  method: 'GET',
  path: '/connectors/{id}',
  title: 'Get a connector',
  ours: true,
  query: noQuery,
  version: 'told',
  reply: connector,
})

/**
 * Ours. A config replaces the whole; of the secrets those that are named are set, or taken away by null. Once there are
 * secrets, only an admin may change where they are sent.
 */
export const updateConnector = contract({
  dialect: 'kaireon',
  method: 'PATCH',
  path: '/connectors/{id}',
  title: 'Update a connector',
  about:
    'A config replaces the whole; of the secrets those that are named are set, or taken away by null. Once there are secrets, only an admin may change where they are sent.',
  ours: true,
  query: noQuery,
  body: z.strictObject({
    name: name.optional(),
    config: config.optional(),
    secrets: z.record(secretName, secret.nullable()).optional(),
  }),
  guarded: { secrets: 'admin' },
  version: 'checked',
  reply: connector,
})

/** Ours: for good. One that a pipeline uses stays (409); one that holds secrets is an admin's to delete. */
export const deleteConnector = contract({
  dialect: 'kaireon',
  method: 'DELETE',
  path: '/connectors/{id}',
  title: 'Delete a connector',
  about: 'For good. One that a pipeline uses stays (409); one that holds secrets is an admin’s to delete.',
  ours: true,
  query: noQuery,
})

/**
 * Ours: takes in a file for a connector of type csv or json, which reads it from then on: `config.uploadId` names it.
 * It is no JSON body but the file itself, of any size that the installation allows. Sending it again replaces it, which
 * is why no Idempotency-Key is asked for.
 */
export const uploadFile = contract({
  dialect: 'kaireon',
  method: 'POST',
  path: '/connectors/{id}/file',
  title: 'Upload a file for a connector',
  about:
    'The body is the file itself; a connector of type csv or json reads it from then on (`config.uploadId`). Its name is told by `name`, else by Content-Disposition. A file that breaks off leaves nothing behind. Sending it again replaces it: an Idempotency-Key is not looked at.',
  example: {
    query: { name: 'prices.csv' },
    reply: {
      id: '0198c2e4-7a00-7d11-9c0f-5b1f2a6e7c02',
      name: 'prices.csv',
      size: 48_213,
      contentType: 'text/csv',
      createdAt: '2026-08-03T09:00:00.000Z',
    },
  },
  ours: true,
  query: z.strictObject({ name: name.optional() }),
  file: {
    types: ['text/csv', 'application/json', 'application/x-ndjson', 'application/octet-stream'],
    mebibytes: uploadLimit,
  },
  status: 201,
  reply: upload,
})

/** Ours: connects, reads the first rows and says what it found, or why it found nothing, within ten seconds. */
export const testConnector = contract({
  dialect: 'kaireon',
  method: 'POST',
  path: '/connectors/{id}/test',
  title: 'Test a connector',
  about:
    'Connects, reads the first rows (a hundred at most) and says what it found, or why it found nothing, within ten seconds.',
  example: {
    body: {},
    reply: {
      ok: true,
      message: "Read the first 100 rows: 2 columns (name, price), utf-8, separated by ';'.",
      found: {
        columns: [
          { name: 'name', type: 'text' },
          { name: 'price', type: 'number' },
        ],
        encoding: 'utf-8',
        delimiter: ';',
        rows: 100,
        broken: 0,
      },
    },
  },
  ours: true,
  waits: true,
  query: noQuery,
  body: z.strictObject({}),
  reply: connectorTest,
})
