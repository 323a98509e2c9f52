import { z } from 'zod'
import { fieldTypes } from '@/lib/domain/object/own-field'
import { contract } from '../contract'
import { idOut, name, noQuery } from '../schema'

const apiName = z.string().regex(/^[a-z][a-z0-9_]{0,62}$/, 'must have 1 to 63 of a–z, 0–9 and _, a letter first')
const options = z.array(name).max(500)

export const object = z
  .object({
    id: idOut,
    name: z.string(),
    displayName: z.string(),
    builtIn: z.boolean(),
    hasPipelines: z.boolean(),
  })
  .meta({ title: 'RecordObject' })

/** Ours: the kinds of record that the workspace has. */
export const listObjects = contract({
  dialect: 'kasar',
  method: 'GET',
  path: '/objects',
  title: 'List objects',
  about: 'The kinds of record that the workspace has.',
  ours: true,
  query: noQuery,
  reply: z.object({ data: z.array(object) }),
})

const one = z.object({ data: object })

/** Ours: a kind of record of the workspace's own. */
export const createObject = contract({
  dialect: 'kasar',
  method: 'POST',
  path: '/objects',
  title: 'Create an object',
  about: 'A kind of record of your own; with `hasPipelines` its records can stand on boards.',
  example: { body: { name: 'projects', displayName: 'Projects', hasPipelines: true } },
  ours: true,
  role: 'admin',
  query: noQuery,
  body: z.strictObject({ name: apiName, displayName: name.optional(), hasPipelines: z.boolean().optional() }),
  status: 201,
  reply: one,
})

export const getObject = contract({
  dialect: 'kasar',
  method: 'GET',
  path: '/objects/{object}',
  title: 'Get an object',
  ours: true,
  query: noQuery,
  reply: one,
})

/** Ours. The name stays: programs know the object by it. */
export const updateObject = contract({
  dialect: 'kasar',
  method: 'PUT',
  path: '/objects/{object}',
  title: 'Update an object',
  about: 'Changes what people see; the name stays, since programs know the object by it.',
  ours: true,
  role: 'admin',
  query: noQuery,
  body: z.strictObject({ displayName: name.optional() }),
  reply: one,
})

/** Ours. Only an object that holds nothing. */
export const deleteObject = contract({
  dialect: 'kasar',
  method: 'DELETE',
  path: '/objects/{object}',
  title: 'Delete an object',
  about:
    'For good, and only when nothing needs it: no records or pipelines, in the trash neither, and no data pipelines.',
  ours: true,
  role: 'admin',
  query: noQuery,
})

export const field = z
  .object({
    id: idOut,
    name: z.string(),
    label: z.string(),
    type: z.enum([...fieldTypes, 'pipeline']),
    options: z.array(z.string()),
    unique: z.boolean(),
  })
  .meta({ title: 'Field' })

/** Ours: the fields of an object beside those that every record has. */
export const listFields = contract({
  dialect: 'kasar',
  method: 'GET',
  path: '/objects/{object}/fields',
  title: 'List the fields of an object',
  about: 'Beside the fields that every record has.',
  ours: true,
  query: noQuery,
  reply: z.object({ data: z.array(field) }),
})

/** Ours: gives an object a field of its own. */
export const createField = contract({
  dialect: 'kasar',
  method: 'POST',
  path: '/objects/{object}/fields',
  title: 'Create a field',
  about:
    'Gives an object a field of its own. One of type `pipeline` lets its records stand on boards; an object has one at the most.',
  example: { body: { name: 'region', label: 'Region', type: 'select', options: ['North', 'South'] } },
  ours: true,
  role: 'admin',
  query: noQuery,
  body: z.strictObject({
    name: apiName,
    label: name.optional(),
    type: z.enum([...fieldTypes, 'pipeline']),
    options: options.optional(),
    unique: z.boolean().optional(),
  }),
  status: 201,
  reply: z.object({ data: field }),
})

/** Ours. The name and the type stay. */
export const updateField = contract({
  dialect: 'kasar',
  method: 'PUT',
  path: '/objects/{object}/fields/{field}',
  title: 'Update a field',
  about: 'Changes the label, and the options of a choice; an option that records still hold cannot go.',
  ours: true,
  role: 'admin',
  query: noQuery,
  body: z.strictObject({ label: name.optional(), options: options.optional() }),
  reply: z.object({ data: field }),
})

/** Ours. With its values. */
export const deleteField = contract({
  dialect: 'kasar',
  method: 'DELETE',
  path: '/objects/{object}/fields/{field}',
  title: 'Delete a field',
  about:
    'For good, with the values that records have in it. Not while a stage requires it, pipelines stand on it, or it is unique and has values.',
  ours: true,
  role: 'admin',
  query: noQuery,
})
