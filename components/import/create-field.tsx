'use client'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { explain } from '@/components/shell/refusal-words'
import { useWorkspace } from '@/components/shell/workspace'
import { Button } from '@/components/ui/button'
import { Dialog, DialogActions } from '@/components/ui/dialog'
import { Choice, Field } from '@/components/ui/field'
import type { createField } from '@/lib/contracts/kasar/object.contract'
import { call } from '@/lib/http/call'
import { apiNameOf } from './api-name'
import type { Column } from './plan'

const types = {
  text: 'Text',
  number: 'Number',
  boolean: 'Yes or no',
  date: 'Date',
  datetime: 'Date and time',
  email: 'E-mail',
  phone: 'Telephone',
  url: 'Web address',
} as const
type FieldType = keyof typeof types

type CreateFieldProps = {
  object: string
  /** For whose values it is; null: nobody asks. */
  column: Column | null
  onClose: () => void
  onMade: (name: string) => void
}

/** Asks for a new field of an object, that a column is to fill. */
export function CreateField({ object, column, onClose, onMade }: CreateFieldProps) {
  return (
    <Dialog open={column !== null} onOpenChange={(open) => !open && onClose()} title="Create field">
      {column && <FieldForm key={column.name} object={object} column={column} onMade={onMade} />}
    </Dialog>
  )
}

function FieldForm({ object, column, onMade }: Omit<CreateFieldProps, 'column' | 'onClose'> & { column: Column }) {
  const { slug: workspace } = useWorkspace()
  const [label, setLabel] = useState(column.name.replaceAll('_', ' ').trim())
  const [type, setType] = useState<FieldType>(column.type in types ? (column.type as FieldType) : 'text')
  const [unique, setUnique] = useState(false)
  const make = useMutation({
    mutationFn: async () => {
      const body = { name: apiNameOf(label), label: label.trim(), type, unique }
      const sent = { workspace, params: { object }, body }
      return (await call<typeof createField>('POST', '/objects/{object}/fields', sent)).data.name
    },
    onSuccess: onMade,
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (label.trim() !== '') make.mutate()
  }
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <Field label="Name" value={label} maxLength={100} autoFocus onChange={({ target }) => setLabel(target.value)} />
      <Choice label="Type" value={type} onChange={({ target }) => setType(target.value as FieldType)}>
        {Object.entries(types).map(([value, name]) => (
          <option key={value} value={value}>
            {name}
          </option>
        ))}
      </Choice>
      <label htmlFor="unique" className="flex items-center gap-2.5 text-dense">
        <input
          id="unique"
          type="checkbox"
          checked={unique}
          onChange={({ target }) => setUnique(target.checked)}
          className="size-4 accent-accent"
        />
        No two records have the same: rows can find their records by it
      </label>
      {make.error && (
        <p role="alert" className="text-danger">
          {explain(make.error)}
        </p>
      )}
      <DialogActions>
        <Button
          type="submit"
          kind="primary"
          busy={make.isPending}
          reason={label.trim() ? null : 'Give it a name first'}
        >
          Create field
        </Button>
      </DialogActions>
    </form>
  )
}
