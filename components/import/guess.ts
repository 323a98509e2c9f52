import { guessDateFormat, guessDecimal } from './formats'
import type { Choice, Column, ImportField, ImportTarget } from './plan'

/** What else a field is called in files. */
const synonyms: Record<string, string[]> = {
  name: ['full name', 'title', 'subject', 'deal name', 'opportunity name', 'deal', 'opportunity'],
  description: ['notes', 'note', 'comment', 'comments', 'details', 'about', 'summary'],
  tags: ['labels', 'keywords', 'categories'],
  amount: ['value', 'close value', 'deal value', 'price', 'sum', 'total', 'revenue', 'deal size', 'sales price'],
  currency: ['currency code', 'iso currency'],
  owner_id: ['owner', 'owner email', 'sales rep', 'assigned to', 'account manager', 'responsible'],
  contact_id: ['contact', 'contact name', 'person', 'customer name'],
  company_id: ['company', 'company name', 'account', 'account name', 'organisation', 'organization', 'customer'],
  stage_id: ['stage', 'deal stage', 'status', 'phase', 'step', 'pipeline stage'],
  pipeline_id: ['pipeline', 'board', 'pipeline name'],
  expected_close: ['expected close date', 'close date', 'expected closing', 'due date', 'forecast date'],
  closed_at: ['closed', 'close date', 'closed date', 'won date', 'closing date'],
  created_at: ['created', 'created on', 'creation date', 'create date', 'date added', 'engage date'],
  stage_entered_at: ['stage since', 'stage changed'],
  source: ['lead source', 'origin', 'channel'],
  lost_reason: ['loss reason', 'reason lost', 'reason'],
  external_id: ['id', 'record id', 'reference', 'ref', 'key', 'uuid', 'number', 'code'],
  email: ['e mail', 'email address', 'mail', 'e mail address'],
  phone: ['telephone', 'phone number', 'mobile', 'tel', 'cell'],
  job_title: ['position', 'role', 'function'],
  domain: ['website', 'web', 'url', 'homepage', 'site'],
  industry: ['sector', 'branch', 'business'],
  location: ['city', 'address', 'country', 'office location', 'place', 'region'],
}

/** What the records of an object are called in the names of columns: `account` names a company, `opportunity id` a deal. */
const nouns: Record<string, string[]> = {
  companies: ['company', 'account', 'organisation', 'organization', 'customer'],
  contacts: ['contact', 'person', 'customer'],
  opportunities: ['opportunity', 'deal'],
  candidates: ['candidate', 'applicant'],
}

/**
 * What becomes of each column, by its name and its first values: each field is filled by one column, the one that is
 * called most like it; what is like none is left out.
 */
export function guessColumns(columns: readonly Column[], target: ImportTarget, locale: string): Record<string, Choice> {
  const pairs = columns.flatMap((column) =>
    target.fields.map((field) => ({ column, field, likeness: likeness(column, field, target) })),
  )
  const likely = pairs.filter(({ likeness }) => likeness > 0).sort((one, other) => other.likeness - one.likeness)
  const [taken, filled] = [new Map<string, string>(), new Set<string>()]
  for (const { column, field } of likely) {
    // Two names for one thing: the first of the fields is meant.
    const thing = field.name === 'value' ? 'amount' : field.name
    if (taken.has(column.name) || filled.has(thing)) continue
    taken.set(column.name, field.name)
    filled.add(thing)
  }
  return Object.fromEntries(
    columns.map((column) => [column.name, choiceOf(column, taken.get(column.name) ?? null, locale)]),
  )
}

/** A column as it fills a field, with the forms that its first values have. */
export const choiceOf = ({ samples }: Pick<Column, 'samples'>, field: string | null, locale: string): Choice => ({
  field,
  format: guessDateFormat(samples, locale),
  decimal: guessDecimal(samples),
  by: samples.every((text) => /^[0-9a-f-]{36}$/i.test(text)) ? 'id' : 'name',
})

function likeness({ name, type, samples }: Column, field: ImportField, target: ImportTarget): number {
  const column = plain(name)
  if (column === '' || !fits(type, samples, field)) return 0
  if (field.type === 'minor_units' && column !== 'value') return 0
  const own = [field.name, field.label].map(plain)
  if (own.includes(column)) return field.type === 'minor_units' ? 1 : 10
  const around = nouns[target.name] ?? [plain(target.name).replace(/s$/, '')]
  // In a list of companies, `account` is the company's name and `account id` its id.
  if (field.name === 'name' && around.includes(column)) return 9
  if (around.some((noun) => own.includes(column.replace(`${noun} `, '')) && column.startsWith(noun))) return 8
  if (field.name === 'external_id' && around.some((noun) => [`${noun} id`, `${noun} number`].includes(column))) return 8
  if (field.aliases.map(plain).includes(column)) return 7
  const others = synonyms[field.name] ?? []
  const at = others.indexOf(column)
  return at < 0 ? 0 : 6 - at / 100
}

const dates = ['date', 'datetime']

/** Whether what is in a column can be what a field holds. */
function fits(type: string, samples: readonly string[], field: ImportField): boolean {
  if (samples.length === 0) return true
  if (dates.includes(field.type))
    return dates.includes(type) || samples.every((text) => /^\d{1,4}[./-]\d{1,2}[./-]\d{1,4}/.test(text))
  if (['money', 'number', 'minor_units'].includes(field.type)) return samples.every((text) => /\d/.test(text))
  if (field.type === 'email') return samples.some((text) => text.includes('@'))
  return true
}

/** Words without case, accents and marks. */
const plain = (text: string): string =>
  text
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
