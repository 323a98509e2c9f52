import type { RecordRow } from './record'

/** A field that a row of an import changes, by the name that rows have for it. */
export interface FieldChange {
  field: string
  before: unknown
  after: unknown
}

/** The columns that rows of an import write, by the names that they have for them. */
const columns = {
  name: 'title',
  description: 'description',
  tags: 'tags',
  value: 'value',
  currency: 'currency',
  owner_id: 'ownerId',
  contact_id: 'contactId',
  company_id: 'companyId',
  pipeline_id: 'pipelineId',
  stage_id: 'stageId',
  expected_close: 'expectedClose',
  source: 'source',
  lost_reason: 'lostReason',
  external_id: 'externalId',
} as const satisfies Record<string, keyof RecordRow>

/** Those that name another row of the workspace by its id. */
export const pointingFields: ReadonlySet<string> = new Set([
  ...['owner_id', 'contact_id', 'company_id', 'pipeline_id', 'stage_id'],
])

/** What is other in a record after a row was taken in: of a new one all that it has. What follows by itself is left out. */
export function fieldChanges(before: RecordRow | null, after: RecordRow): FieldChange[] {
  const common = Object.entries(columns).map(([field, column]) => change(field, before?.[column], after[column]))
  const names = new Set([...Object.keys(before?.fields ?? {}), ...Object.keys(after.fields)])
  const own = [...names].map((name) => change(name, before?.fields[name], after.fields[name]))
  return [...common, ...own].filter(({ before: old, after: now }) => JSON.stringify(old) !== JSON.stringify(now))
}

const change = (field: string, before: unknown, after: unknown): FieldChange => ({
  field,
  before: filled(before),
  after: filled(after),
})

const filled = (value: unknown): unknown => (Array.isArray(value) && value.length === 0 ? null : (value ?? null))
