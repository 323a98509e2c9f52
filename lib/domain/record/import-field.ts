import type { ObjectRow } from '../object/find'
import type { OwnField, OwnFieldType } from '../object/own-field'
import { invalid } from '../refusal'

/**
 * What the cells of a field hold. `minor_units` are cents as the API has them, `money` is 1234.50 in the row's currency;
 * an `owner` is named by id or e-mail, a `contact` and a `company` by id or external id, a `pipeline` and a `stage` by id
 * or name.
 */
export type ImportType =
  | OwnFieldType
  | 'tags'
  | 'minor_units'
  | 'money'
  | 'currency'
  | 'owner'
  | 'contact'
  | 'company'
  | 'pipeline'
  | 'stage'

/** A field that the rows of an import may hold. */
export interface ImportField {
  /** What rows call it. */
  name: string
  /** What they may call it besides; in a row that holds several of them, the first one counts. */
  aliases: string[]
  label: string
  type: ImportType
  /** All that a choice can be. */
  options: string[]
  /** A new record needs it. */
  required: boolean
  /** Rows may be matched to records by it. */
  isKey: boolean
  /** Written when a record is made, and never again. */
  onlyNew: boolean
}

type Common = Pick<ImportField, 'name' | 'label' | 'type'> &
  Partial<Pick<ImportField, 'aliases' | 'required' | 'isKey' | 'onlyNew'>> & {
    /** Only where records stand on boards. */
    onBoards?: true
  }

const commonImportFields = [
  { name: 'name', aliases: ['title'], label: 'Name', type: 'text', required: true },
  { name: 'description', label: 'Description', type: 'text' },
  { name: 'tags', label: 'Tags', type: 'tags' },
  { name: 'value', label: 'Value in minor units', type: 'minor_units' },
  { name: 'amount', label: 'Amount', type: 'money' },
  { name: 'currency', label: 'Currency', type: 'currency' },
  { name: 'owner_id', aliases: ['owner'], label: 'Owner', type: 'owner' },
  { name: 'contact_id', aliases: ['contact'], label: 'Contact', type: 'contact' },
  { name: 'company_id', aliases: ['company'], label: 'Company', type: 'company' },
  { name: 'pipeline_id', aliases: ['pipeline'], label: 'Pipeline', type: 'pipeline', onBoards: true },
  { name: 'stage_id', aliases: ['pipeline_step_id', 'stage'], label: 'Stage', type: 'stage', onBoards: true },
  { name: 'expected_close', label: 'Expected close', type: 'date' },
  { name: 'source', label: 'Source', type: 'text' },
  { name: 'lost_reason', label: 'Lost reason', type: 'text' },
  { name: 'external_id', label: 'External id', type: 'text', isKey: true },
  { name: 'created_at', label: 'Created at', type: 'datetime', onlyNew: true },
  { name: 'stage_entered_at', label: 'Stage entered at', type: 'datetime', onlyNew: true, onBoards: true },
  { name: 'closed_at', label: 'Closed at', type: 'datetime', onlyNew: true, onBoards: true },
] as const satisfies Common[]

/** The name of a field that every record has. */
export type CommonImportName = (typeof commonImportFields)[number]['name']

/**
 * The fields that rows imported into an object may hold: what every record has, then the object's own (`own`). Where
 * one of its own has the name of a common field, it is meant. The field that boards stand on is another name for the stage.
 */
export function importFieldsOf(object: Pick<ObjectRow, 'hasBoards'>, own: OwnField[]): ImportField[] {
  const values = own.filter(({ type }) => type !== 'pipeline')
  const taken = new Set(values.map(({ name }) => name))
  const boards = own.filter(({ type }) => type === 'pipeline').map(({ name }) => name)
  const common = commonImportFields.flatMap(({ onBoards, ...field }: Common): ImportField[] => {
    if (taken.has(field.name) || (onBoards && !object.hasBoards)) return []
    const aliases = new Set([...(field.aliases ?? []), ...(field.type === 'stage' ? boards : [])])
    return [
      {
        ...{ options: [], required: false, isKey: false, onlyNew: false },
        ...field,
        aliases: [...aliases].filter((name) => !taken.has(name)),
      },
    ]
  })
  return [
    ...common,
    ...values.map(({ name, label, type, options, isUnique }) => ({
      ...{ name, label, options, aliases: [], required: false, onlyNew: false },
      type: type as OwnFieldType,
      isKey: isUnique,
    })),
  ]
}

/** How rows become records: made in any case; or written over the record that has their value of one of the `keys`. */
export interface ImportRule {
  /** The object's name. */
  object: string
  /** Whether a row that no record matches makes one (`upsert`) or is rejected (`update`). */
  mode: 'append' | 'upsert' | 'update'
  /** Fields whose values find the record, the first that finds one: `external_id`, or unique fields of the object. */
  keys: string[]
}

/** Refuses a rule that cannot find records: without keys, or by a field that is not unique. */
export function refuseUnlessKeys(rule: Pick<ImportRule, 'mode' | 'keys'>, fields: ImportField[]): void {
  if (rule.mode === 'append') return
  if (rule.keys.length === 0) throw invalid('keys', 'is required: name external_id, or a unique field of the object')
  const wrong = rule.keys.find((key) => !fields.some(({ name, isKey }) => isKey && name === key))
  if (wrong !== undefined)
    throw invalid('keys', `must be external_id or unique fields of the object: '${wrong}' is not`)
}
