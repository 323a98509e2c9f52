import { clsx } from 'clsx'
import type { ImportField } from './plan'
import type { Preview } from './use-file'

type Row = Preview['targets'][number]['rows'][number]

const actions: Record<Exclude<Row['action'], 'reject'>, { words: string; look: string }> = {
  create: { words: 'New', look: 'text-positive' },
  update: { words: 'Changed', look: 'text-accent' },
  unchanged: { words: 'Unchanged', look: 'text-muted' },
}

/** What a row would make or change, field by field. */
export function DifferenceRow({ row, fields }: { row: Row; fields: readonly ImportField[] }) {
  if (row.action === 'reject') return null
  const { words, look } = actions[row.action]
  const label = (name: string) => fields.find((field) => field.name === name)?.label ?? name.replace(/^fields\./, '')
  return (
    <li className="grid items-start gap-x-4 gap-y-0.5 border-b py-2 desk:grid-cols-[4.5rem_5.5rem_14rem_minmax(0,1fr)]">
      <span className="text-muted figures">Row {row.number.toLocaleString()}</span>
      <span className={clsx('font-medium', look)}>{words}</span>
      <span dir="auto" className="line-clamp-2 wrap-anywhere">
        {row.title}
      </span>
      <ul className="flex min-w-0 flex-col text-meta">
        {row.changes.map(({ field, before, after }) => (
          <li key={field} className="line-clamp-2 wrap-anywhere">
            <span className="text-muted">{label(field)}: </span>
            {row.action === 'update' && (
              <>
                <del className="text-muted">{shown(before)}</del>
                <span aria-hidden> → </span>
              </>
            )}
            <ins className="no-underline">{shown(after)}</ins>
          </li>
        ))}
      </ul>
    </li>
  )
}

function shown(value: unknown): string {
  if (value === null || value === undefined || value === '') return 'nothing'
  if (Array.isArray(value)) return value.map(shown).join(', ')
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
