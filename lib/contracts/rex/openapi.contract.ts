import { z } from 'zod'
import { contract } from '../contract'
import { noQuery } from '../schema'

/** Ours: the OpenAPI document of a contract, for whoever asks. */
export const getOpenApi = contract({
  dialect: 'rex',
  method: 'GET',
  path: '/openapi/{file}',
  title: 'Get an OpenAPI document',
  about: 'What a contract offers, as OpenAPI 3.1: `kasar.json`, `rex.json`, `clarky.json` or `kaireon.json`.',
  ours: true,
  open: true,
  query: noQuery,
  reply: z.looseObject({ openapi: z.literal('3.1.0'), paths: z.record(z.string(), z.unknown()) }),
})
