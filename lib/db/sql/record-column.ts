import { type Column, column, filled, type Given } from './column'

/** What every record has that callers may filter and sort by; `r` is the record. */
export const recordColumn = {
  id: filled('id', 'uuid', 'r.id'),
  object: filled(
    'text',
    'text',
    '(SELECT o.name FROM "CrmObject" o WHERE o."workspaceId" = r."workspaceId" AND o.id = r."objectId")',
  ),
  title: filled('text', 'text', 'r.title'),
  description: column('text', 'text', 'r.description'),
  tags: column('list', 'text', 'r.tags'),
  ownerId: column('id', 'uuid', 'r."ownerId"'),
  contactId: column('id', 'uuid', 'r."contactId"'),
  companyId: column('id', 'uuid', 'r."companyId"'),
  value: column('number', 'numeric', 'r.value'),
  currency: column('text', 'text', 'r.currency::text'),
  pipelineId: column('id', 'uuid', 'r."pipelineId"'),
  stageId: column('id', 'uuid', 'r."stageId"'),
  source: column('text', 'text', 'r.source'),
  externalId: column('text', 'text', 'r."externalId"'),
  version: filled('number', 'numeric', 'r.version'),
  createdAt: filled('instant', 'timestamptz', 'r."createdAt"'),
  updatedAt: filled('instant', 'timestamptz', 'r."updatedAt"'),
} satisfies Record<string, Column>

/** One of an object's own fields, which `r.fields` holds as JSON. */
export function ownColumn(name: string, kind: Column['kind'], options?: string[]): Column {
  const json = (given: Given) => `r.fields->${given(name)}::text`
  const text = (given: Given) => `(r.fields->>${given(name)}::text)`
  // Another object's field of the same name may hold anything: what is no number is never read as one.
  const cast = (type: 'numeric' | 'boolean', jsonType: string): Column => ({
    kind,
    type,
    sql: (given) => `(CASE WHEN jsonb_typeof(${json(given)}) = '${jsonType}' THEN ${text(given)}::${type} END)`,
  })
  if (kind === 'number') return cast('numeric', 'number')
  if (kind === 'boolean') return cast('boolean', 'boolean')
  if (kind === 'list') {
    const items = (given: Given) =>
      `(CASE WHEN jsonb_typeof(${json(given)}) = 'array' THEN ARRAY(SELECT jsonb_array_elements_text(${json(given)})) END)`
    return { kind, type: 'text', sql: items }
  }
  return { kind, type: 'text', sql: text, options }
}
