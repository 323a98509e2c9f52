import type { OwnField } from '@/lib/domain/object/own-field'
import { amountOf } from '@/lib/domain/record/currency'
import type { FieldValue } from '@/lib/domain/record/record'
import type { NamedRecord, Walk } from '@/lib/domain/record/walk'
import type { CsvCell, CsvFile } from './csv'

/** What every record has, by the names that an import knows it by; where people need a name beside an id, it has one. */
const columns: [name: string, cell: (row: NamedRecord) => CsvCell][] = [
  ['id', ({ id }) => id],
  ['name', ({ title }) => title],
  ['description', ({ description }) => description],
  ['tags', ({ tags }) => tags.join('; ')],
  ['amount', amount],
  ['currency', ({ currency }) => currency],
  ['pipeline', ({ names }) => names.pipeline],
  ['stage', ({ names }) => names.stage],
  ['owner', ({ names }) => names.owner],
  ['contact_id', ({ contactId }) => contactId],
  ['contact_name', ({ names }) => names.contact],
  ['company_id', ({ companyId }) => companyId],
  ['company_name', ({ names }) => names.company],
  ['expected_close', ({ expectedClose }) => expectedClose],
  ['closed_at', ({ closedAt }) => closedAt?.toISOString() ?? null],
  ['lost_reason', ({ lostReason }) => lostReason],
  ['source', ({ source }) => source],
  ['external_id', ({ externalId }) => externalId],
  ['created_at', ({ createdAt }) => createdAt.toISOString()],
  ['updated_at', ({ updatedAt }) => updatedAt.toISOString()],
]

/** Records as a file that people can read and an import can take: what every record has, then its object's own fields. */
export function recordFile({ name, own, pages }: Walk): CsvFile {
  const values = own.filter(({ type }) => type !== 'pipeline')
  return {
    name: `${name}.csv`,
    header: [...columns.map(([name]) => name), ...values.map(({ name }) => name)],
    pages: lines(values, pages),
  }
}

async function* lines(own: OwnField[], pages: Walk['pages']): AsyncGenerator<CsvCell[][]> {
  for await (const rows of pages) {
    yield rows.map((row) => [
      ...columns.map(([, cell]) => cell(row)),
      ...own.map(({ name }) => plain(Object.hasOwn(row.fields, name) ? row.fields[name] : null)),
    ])
  }
}

function amount({ value, currency }: NamedRecord): CsvCell {
  if (value === null || currency === null) return value
  const written = amountOf(value, currency)
  // As text, a minus would be taken for the beginning of a formula.
  return value < 0 ? Number(written) : written
}

const plain = (value: FieldValue | undefined): CsvCell => (Array.isArray(value) ? value.join('; ') : (value ?? null))
