import type { Scope } from '@/lib/db/transaction'
import { instantOf, isDay } from '../instant'
import type { FieldValue } from '../record/record'
import { invalid } from '../refusal'

export const fieldTypes = [
  'text',
  'number',
  'boolean',
  'date',
  'datetime',
  'select',
  'multi_select',
  'email',
  'phone',
  'url',
] as const
export type OwnFieldType = (typeof fieldTypes)[number]

/** A field that an object has beside the common ones; its values live in a record's `fields`. */
export interface OwnField {
  id: string
  name: string
  label: string
  /** `pipeline` marks an object whose records stand on boards; it holds no value of its own. */
  type: OwnFieldType | 'pipeline'
  options: string[]
  isUnique: boolean
}

/** A name as people would write it. */
export function spelt(name: string): string {
  const words = name.replaceAll('_', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** Refuses options that cannot be chosen from: none or twice the same, and any where there is nothing to choose. */
export function refuseBadOptions(type: OwnField['type'], options: string[]): void {
  const choice = type === 'select' || type === 'multi_select'
  if (choice && options.length === 0) throw invalid('options', 'is required for a choice')
  if (!choice && options.length > 0) throw invalid('options', 'is for a choice only')
  if (new Set(options).size < options.length) throw invalid('options', 'must not hold an option twice')
}

/** The own fields of an object, in order. */
export const ownFields = (scope: Scope, objectId: string): Promise<OwnField[]> =>
  scope.sql(ofObject, [scope.workspaceId, objectId])

/** The own fields of several objects, in order, with the object each belongs to. */
export const ownFieldsOf = (scope: Scope, objectIds: string[]): Promise<(OwnField & { objectId: string })[]> =>
  scope.sql(
    `SELECT "objectId", id, name, label, type, options, "isUnique" FROM "Field"
     WHERE "workspaceId" = $1 AND "objectId" = ANY($2::uuid[]) ORDER BY position, id`,
    [scope.workspaceId, objectIds],
  )

const ofObject = {
  name: 'fields_of_object',
  text: `
    SELECT id, name, label, type, options, "isUnique" FROM "Field"
    WHERE "workspaceId" = $1 AND "objectId" = $2 ORDER BY position, id`,
}

/** Values as they are kept: an instant in UTC with milliseconds, whatever offset it came in. They fit their fields. */
export function asKept(fields: OwnField[], values: Record<string, FieldValue>): Record<string, FieldValue> {
  const kept = { ...values }
  for (const { name, type } of fields) {
    const value = type === 'datetime' && Object.hasOwn(kept, name) ? kept[name] : null
    if (typeof value === 'string') kept[name] = instantOf(value)?.toISOString() ?? value
  }
  return kept
}

const longestText = 20_000
/** What an index of PostgreSQL still holds, however many bytes a character takes. */
const longestUnique = 500

/** Refuses values that do not fit the object's fields, naming the field: an unknown one, or one of another type. */
export function refuseUnlessFit(fields: OwnField[], values: Record<string, FieldValue>): void {
  for (const [name, value] of Object.entries(values)) {
    const field = fields.find((each) => each.name === name && each.type !== 'pipeline')
    if (!field) throw invalid(`fields.${name}`, 'is not a field of this object')
    const problem = misfit(field, value)
    if (problem) throw invalid(`fields.${name}`, problem)
  }
}

/** What keeps a value from being one of the field, completing "Field 'x' …"; null when it fits. */
export function misfit(field: OwnField, value: FieldValue): string | null {
  if (value === null) return null
  const tooLong = field.isUnique && typeof value === 'string' && value.length > longestUnique
  return tooLong ? `must have at most ${longestUnique} characters` : fits[field.type](value, field.options)
}

type Fit = (value: FieldValue, options: string[]) => string | null

const text: Fit = (value) => {
  if (typeof value !== 'string') return 'must be a string'
  return value.length > longestText ? `must have at most ${longestText} characters` : null
}
const oneOf: Fit = (value, options) =>
  typeof value === 'string' && options.includes(value) ? null : `must be one of: ${options.join(', ')}`

const fits: Record<OwnField['type'], Fit> = {
  text,
  email: (value) => text(value, []) ?? (/^\S+@\S+$/.test(String(value)) ? null : 'must be an e-mail address'),
  phone: text,
  url: (value) => text(value, []) ?? (URL.canParse(String(value)) ? null : 'must be a URL'),
  number: (value) => (typeof value === 'number' && Number.isFinite(value) ? null : 'must be a number'),
  boolean: (value) => (typeof value === 'boolean' ? null : 'must be true or false'),
  date: (value) => (typeof value === 'string' && isDay(value) ? null : 'must be a date as YYYY-MM-DD'),
  datetime: (value) => (typeof value === 'string' && instantOf(value) ? null : 'must be an ISO 8601 date and time'),
  select: oneOf,
  multi_select: (value, options) => {
    if (!Array.isArray(value)) return 'must be a list'
    return value.map((each) => oneOf(each, options)).find((problem) => problem !== null) ?? null
  },
  pipeline: () => 'is written by moving the record',
}
