import { expect } from 'vitest'
import { z } from 'zod'
import { type JsonSchema, schemaOf, typesOf } from './body-fields'

/** A field table of a document: what it calls the field, the type in its words, and whether it says "required". */
export type FieldTable = [name: string, type: string, required?: 'required'][]

const item = (schema: JsonSchema): string => `${[...typesOf(schema.items ?? {})].join()}[]`

/** A schema's type in the documents' words: `string | null`, `string[]`. */
const wordsOf = (schema: JsonSchema): string => {
  const alternatives = schema.anyOf ?? [schema]
  const words = alternatives.flatMap((each) => (each.type === 'array' ? [item(each)] : [...typesOf(each)]))
  return [...new Set(words)].join(' | ')
}

const tableOf = ({ properties = {}, required = [] }: JsonSchema): FieldTable =>
  Object.entries(properties).map(([name, schema]) =>
    required.includes(name) ? [name, wordsOf(schema), 'required'] : [name, wordsOf(schema)],
  )

/**
 * Holds what an operation takes to a document's table: its fields, each of its type and required or not, and beside
 * them only those of ours, which nobody must send.
 */
export function expectTaken(body: z.ZodType | null, table: FieldTable, ours: string[] = []): void {
  const fields = tableOf(body ? schemaOf(body) : {})
  expect(fields.filter(([name]) => !ours.includes(name)).toSorted()).toEqual(table.toSorted())
  expect(fields.flatMap(([name, , required]) => (required || !ours.includes(name) ? [] : [name])).toSorted()).toEqual(
    ours.toSorted(),
  )
}

/** Holds an object of a reply to a document's table: every field is there, of its type; others are ours. */
export function expectGiven(object: z.ZodType, table: FieldTable): void {
  const given = tableOf(z.toJSONSchema(object, { io: 'output', unrepresentable: 'any' }) as JsonSchema)
  const names = table.map(([name]) => name)
  expect(given.filter(([name]) => names.includes(name)).toSorted()).toEqual(
    table.map(([name, type]) => [name, type, 'required']).toSorted(),
  )
}

/** The names of the parameters that an operation takes. */
export const parametersOf = ({ query }: { query: z.ZodObject }): string[] => Object.keys(query.shape).toSorted()

/** A document's own text with its placeholder ids replaced, the longest first: `filled(text, { 'stg_01HQ...': id })`. */
export const filled = (text: string, ids: Record<string, string>): string =>
  Object.entries(ids)
    .toSorted(([one], [other]) => other.length - one.length)
    .reduce((so, [placeholder, id]) => so.replaceAll(placeholder, id), text)
