import { inputLook } from '@/components/ui/field'
import { type Choice, type Column, type DateFormat, type Decimal, dateFormats, type ImportField } from './plan'

type ColumnRowProps = {
  column: Column
  choice: Choice
  fields: readonly ImportField[]
  /** The fields that other columns fill. */
  taken: ReadonlySet<string>
  onChoose: (choice: Choice) => void
  /** Asks for a new field for this column; null: this person may not. */
  onCreateField: (() => void) | null
}

const create = '+'
const select = `${inputLook} h-9 text-dense`
const types: Record<string, string> = { email: 'e-mail', url: 'address', datetime: 'date and time' }
const formatWords: Record<DateFormat, string> = {
  'yyyy-mm-dd': '2026-12-24',
  'dd.mm.yyyy': '24.12.2026',
  'dd/mm/yyyy': '24/12/2026',
  'mm/dd/yyyy': '12/24/2026',
}
const decimalWords: Record<Decimal, string> = { '.': '1,234.50', ',': '1.234,50' }

/** A column of the file with some of its values, and the field that it fills. */
export function ColumnRow({ column, choice, fields, taken, onChoose, onCreateField }: ColumnRowProps) {
  const field = fields.find(({ name }) => name === choice.field)
  return (
    <li className="grid items-start gap-x-6 gap-y-2 border-b py-3 desk:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]">
      <div className="min-w-0">
        <p dir="auto" className="font-medium wrap-anywhere">
          {column.name}
        </p>
        <p className="truncate text-meta text-muted" dir="auto">
          {column.samples.length > 0 ? column.samples.slice(0, 3).join(' · ') : 'Empty in the first rows'}
        </p>
        <p className="text-meta text-muted">Looks like {types[column.type] ?? column.type}</p>
      </div>
      <div className="flex min-w-0 flex-wrap gap-2">
        <select
          aria-label={`Field for ${column.name}`}
          value={choice.field ?? ''}
          onChange={({ target: { value } }) => {
            if (value === create) onCreateField?.()
            else onChoose({ ...choice, field: value === '' ? null : value })
          }}
          className={`${select} min-w-40 grow basis-40`}
        >
          <option value="">Leave it out</option>
          {fields.map(({ name, label, required }) => (
            <option key={name} value={name} disabled={taken.has(name) && name !== choice.field}>
              {label}
              {required ? ' (needed)' : ''}
              {taken.has(name) && name !== choice.field ? ' (another column)' : ''}
            </option>
          ))}
          {onCreateField && <option value={create}>Create a field …</option>}
        </select>
        {(field?.type === 'date' || field?.type === 'datetime') && (
          <select
            aria-label={`How dates are written in ${column.name}`}
            value={choice.format}
            onChange={({ target }) => onChoose({ ...choice, format: target.value as DateFormat })}
            className={`${select} w-36!`}
          >
            {dateFormats.map((format) => (
              <option key={format} value={format}>
                {formatWords[format]}
              </option>
            ))}
          </select>
        )}
        {(field?.type === 'money' || field?.type === 'number') && (
          <select
            aria-label={`How numbers are written in ${column.name}`}
            value={choice.decimal}
            onChange={({ target }) => onChoose({ ...choice, decimal: target.value as Decimal })}
            className={`${select} w-36!`}
          >
            {Object.entries(decimalWords).map(([decimal, words]) => (
              <option key={decimal} value={decimal}>
                {words}
              </option>
            ))}
          </select>
        )}
        {(field?.type === 'contact' || field?.type === 'company') && (
          <select
            aria-label={`By what ${column.name} names a ${field.type}`}
            value={choice.by}
            onChange={({ target }) => onChoose({ ...choice, by: target.value as Choice['by'] })}
            className={`${select} w-44!`}
          >
            <option value="name">Holds its name</option>
            <option value="id">Holds its id</option>
          </select>
        )}
        {field?.type === 'owner' && <p className="w-full text-meta text-muted">By e-mail address or id.</p>}
        {(field?.type === 'contact' || field?.type === 'company') && choice.by === 'name' && (
          <p className="w-full text-meta text-muted">A name that is not there leaves it empty.</p>
        )}
      </div>
    </li>
  )
}
