import type { Run } from './flow'

/** What a run read, and what became of it. */
export function RunCounts({ run }: { run: Run }) {
  const { rows, records } = run
  const counts: [name: string, count: number, isBad?: boolean][] = [
    ['Rows read', rows.in],
    ['Created', records.created],
    ['Updated', records.updated],
    ['Unchanged', records.unchanged],
    ['Skipped', rows.skipped],
    ['Rejected', rows.rejected, rows.rejected > 0],
  ]
  return (
    <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-card border bg-border desk:grid-cols-6">
      {counts.map(([name, count, isBad]) => (
        <div key={name} className="flex flex-col-reverse bg-surface px-4 py-3">
          <dt className="text-meta text-muted">{name}</dt>
          <dd className={isBad ? 'text-title font-semibold text-danger figures' : 'text-title font-semibold figures'}>
            {count.toLocaleString()}
          </dd>
        </div>
      ))}
    </dl>
  )
}
