import { z } from 'zod'
import type { ObjectRow } from '@/lib/domain/object/find'
import { fieldTypes, type OwnField } from '@/lib/domain/object/own-field'
import { contract } from '../contract'
import { idOut, noQuery } from '../schema'
import { listOf, page } from './page'

const field = z.object({
  id: idOut,
  name: z.string(),
  label: z.string(),
  type: z.enum([...fieldTypes, 'pipeline']),
  options: z.array(z.string()),
  unique: z.boolean(),
})

const schema = z
  .object({ id: idOut, name: z.string(), displayName: z.string(), fields: z.array(field) })
  .meta({ title: 'Schema' })

/** Ours, in Kaireon's style: the objects whose records data pipelines write, with their own fields; oldest first. */
export const listSchemas = contract({
  dialect: 'kaireon',
  method: 'GET',
  path: '/schemas',
  title: 'List schemas',
  about: 'The objects whose records data pipelines write, with the fields of their own; oldest first.',
  ours: true,
  query: z.strictObject(page),
  reply: listOf(schema),
})

/** Ours. */
export const getSchema = contract({
  dialect: 'kaireon',
  method: 'GET',
  path: '/schemas/{id}',
  title: 'Get a schema',
  ours: true,
  query: noQuery,
  reply: schema,
})

/** An object with its own fields, in Kaireon's words. */
export const presentSchema = (row: ObjectRow & { fields: OwnField[] }): z.input<typeof schema> => ({
  id: row.id,
  name: row.name,
  displayName: row.displayName,
  fields: row.fields.map(({ id, name, label, type, options, isUnique }) => ({
    id,
    name,
    label,
    type,
    options,
    unique: isUnique,
  })),
})
