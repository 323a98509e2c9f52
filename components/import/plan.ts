/** A field that the rows of an import may fill. */
export type ImportField = {
  name: string
  aliases: string[]
  label: string
  type: string
  options: string[]
  required: boolean
  isKey: boolean
}

/** What rows may become: an object with its fields. */
export type ImportTarget = { id: string; name: string; displayName: string; hasBoards: boolean; fields: ImportField[] }

/** A column of the file with the first values in it. */
export type Column = { name: string; type: string; samples: string[] }

export const dateFormats = ['yyyy-mm-dd', 'dd.mm.yyyy', 'dd/mm/yyyy', 'mm/dd/yyyy'] as const
export type DateFormat = (typeof dateFormats)[number]
export type Decimal = '.' | ','

/** What becomes of a column. */
export type Choice = {
  /** The field that it fills; null: it is left out. */
  field: string | null
  /** How its dates are written. */
  format: DateFormat
  /** What stands before the fraction of its numbers. */
  decimal: Decimal
  /** By what it names a contact or a company. */
  by: 'id' | 'name'
}

export type Mode = 'append' | 'upsert' | 'update'

/** All that is decided about an import. */
export type Plan = {
  /** The object's name. */
  object: string
  /** By the columns' names. */
  columns: Record<string, Choice>
  mode: Mode
  /** The fields by which rows find their records. */
  keys: string[]
  /** The board on which new records stand; null: none, or as the rows say. */
  board: string | null
  /** Its stage, where no column tells one. */
  stage: string | null
}

/** The key that stands for an e-mail address kept as external id. */
export const byEmail = '(e-mail)'

/** The columns that fill a field, with their fields. */
export function mappedColumns(
  plan: Plan,
  target: ImportTarget,
): { column: string; choice: Choice; field: ImportField }[] {
  return Object.entries(plan.columns).flatMap(([column, choice]) => {
    const field = target.fields.find(({ name }) => name === choice.field)
    return field ? [{ column, choice, field }] : []
  })
}

/** By which of the mapped fields rows can find their records. */
export function possibleKeys(plan: Plan, target: ImportTarget): { name: string; label: string }[] {
  const fields = mappedColumns(plan, target).map(({ field }) => field)
  const keys = fields.filter(({ isKey }) => isKey).map(({ name, label }) => ({ name, label }))
  const email = fields.find(({ type, isKey }) => type === 'email' && !isKey)
  const isOutside = fields.some(({ name }) => name === 'external_id')
  return email && !isOutside ? [...keys, { name: byEmail, label: `${email.label}, kept as external id` }] : keys
}

/** The keys of a plan that its columns still allow. */
export const keysOf = (plan: Plan, target: ImportTarget): string[] => {
  const possible = possibleKeys(plan, target).map(({ name }) => name)
  return plan.keys.filter((key) => possible.includes(key))
}

/** What is still to be decided before a plan can be tried, as sentences. */
export function lacking(plan: Plan, target: ImportTarget): string[] {
  const mapped = mappedColumns(plan, target)
  if (mapped.length === 0) return ['Choose a field for at least one column.']
  const missing = target.fields.filter(
    ({ required, name }) => required && plan.mode !== 'update' && !mapped.some(({ field }) => field.name === name),
  )
  const told = missing.map(
    ({ label }) => `Choose the column that holds the field “${label}”: every new record needs it.`,
  )
  if (plan.mode === 'append' || keysOf(plan, target).length > 0) return told
  return [...told, 'Choose by which field rows find their records.']
}
