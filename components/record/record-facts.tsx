import type { ReactNode } from 'react'
import type { Day } from '@/components/ui/day'
import { formatMoney } from '@/components/ui/money'
import { Linked, Person, Tags } from './fact-values'
import { Fact, Facts, LongText } from './facts'
import { fieldHref, fieldWords } from './field-words'
import type { CrmRecord, Field } from './use-record'

/** What is known of a record by the fields of its object, and of what every record has whatever is filled. */
export function RecordFacts({ record, fields, today }: { record: CrmRecord; fields: readonly Field[]; today: Day }) {
  return (
    <Facts>
      {fields
        .filter(({ type }) => type !== 'pipeline')
        .map((field) => (
          <Fact key={field.id} name={field.label}>
            {fieldValue(field, record, today)}
          </Fact>
        ))}
      {record.value !== null && (
        <Fact name="Value">
          <span className="figures">{formatMoney(record.value, record.currency ?? '')}</span>
        </Fact>
      )}
      {record.company_id && (
        <Fact name="Company">
          <Linked object="companies" id={record.company_id} />
        </Fact>
      )}
      {record.contact_id && (
        <Fact name="Contact">
          <Linked object="contacts" id={record.contact_id} />
        </Fact>
      )}
      <Fact name="Owner">{record.owner_id && <Person id={record.owner_id} />}</Fact>
      {record.tags.length > 0 && (
        <Fact name="Tags" wide>
          <Tags tags={record.tags} />
        </Fact>
      )}
      {record.description && (
        <Fact name="Description" wide>
          <LongText text={record.description} />
        </Fact>
      )}
    </Facts>
  )
}

function fieldValue(field: Field, record: CrmRecord, today: Day): ReactNode {
  const value = record.fields[field.name]
  const words = fieldWords(field.type, value, today)
  const href = fieldHref(field.type, value)
  if (words === null || href === null) return words
  return (
    <a href={href} rel="noreferrer" className="text-accent hover:underline">
      {words}
    </a>
  )
}
