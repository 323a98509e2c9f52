'use client'
import { RejectRow } from '@/components/flow/rejects'
import { counted } from '@/components/flow/run-words'
import { CouldNotLoad } from '@/components/shell/could-not-load'
import { explain } from '@/components/shell/refusal-words'
import { Button } from '@/components/ui/button'
import { ListSkeleton } from '@/components/ui/list-skeleton'
import { DifferenceRow } from './difference-row'
import type { Drawing } from './drawing'
import type { ImportTarget } from './plan'
import { type Preview, useCheck } from './use-file'

type CheckStepProps = {
  connectorId: string
  target: ImportTarget
  drawing: Drawing
  busy: boolean
  error: Error | null
  onBack: () => void
  onRun: () => void
}

/** Shows what the first rows would become, before anything is written. */
export function CheckStep({ connectorId, target, drawing, busy, error, onBack, onRun }: CheckStepProps) {
  const check = useCheck(connectorId, target.id, drawing)
  if (!check.data) {
    return check.error ? (
      <CouldNotLoad
        what="The check"
        safe="Nothing was imported."
        error={check.error}
        onRetry={() => void check.refetch()}
      />
    ) : (
      <ListSkeleton of="what would happen" />
    )
  }
  const { counts, targets, rejects, nodes } = check.data
  const labels = new Map(drawing.nodes.map(({ id, label }) => [id, label ?? '']))
  const rows = targets.flatMap((each) => each.rows).filter(({ action }) => action !== 'reject')
  const nothing = counts.in === 0
  const useless = !nothing && counts.create + counts.update + counts.unchanged === 0
  return (
    <div className="flex flex-col gap-6">
      <div>
        <h2 className="text-title font-semibold">{nothing ? 'There are no rows in the file' : 'What would happen'}</h2>
        <p className="mt-1 text-muted">
          {nothing
            ? 'It has a header and nothing beneath.'
            : `With ${counts.in < 100 ? `its ${counted(counts.in, 'row')}` : `the first ${counted(counts.in, 'row')}`}. Nothing was written yet.`}
        </p>
      </div>
      {!nothing && <Counts counts={counts} />}
      {useless && (
        <p role="alert" className="text-danger">
          None of these rows would come in: look at the reasons, and go back to put it right.
        </p>
      )}
      {rejects.length > 0 && (
        <section aria-labelledby="would-reject">
          <h3 id="would-reject" className="text-body font-semibold">
            Would be rejected
          </h3>
          <ul className="mt-1 border-t text-dense">
            {rejects.map((row) => (
              <RejectRow
                key={`${row.number} ${row.nodeId} ${row.reason}`}
                row={{ ...row, nodeLabel: labels.get(row.nodeId ?? '') ?? null }}
              />
            ))}
          </ul>
        </section>
      )}
      {rows.length > 0 && (
        <section aria-labelledby="would-become">
          <h3 id="would-become" className="text-body font-semibold">
            Would become
          </h3>
          <ul className="mt-1 border-t text-dense">
            {rows.map((row) => (
              <DifferenceRow key={row.number} row={row} fields={target.fields} />
            ))}
          </ul>
        </section>
      )}
      {nodes.length > 0 && error && (
        <p role="alert" className="text-danger">
          {explain(error)} Nothing was imported.
        </p>
      )}
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onBack}>Change the fields</Button>
        <Button kind="primary" busy={busy} reason={nothing ? 'There is nothing to import' : null} onClick={onRun}>
          Import the whole file
        </Button>
      </div>
    </div>
  )
}

function Counts({ counts }: Pick<Preview, 'counts'>) {
  const shown: [name: string, count: number, isBad?: boolean][] = [
    ['created', counts.create],
    ['updated', counts.update],
    ['unchanged', counts.unchanged],
    ['skipped', counts.skip],
    ['rejected', counts.reject, counts.reject > 0],
  ]
  return (
    <ul aria-label="Rows" className="flex flex-wrap gap-x-6 gap-y-1">
      {shown
        .filter(([name, count]) => count > 0 || name === 'created' || name === 'rejected')
        .map(([name, count, isBad]) => (
          <li key={name} className={isBad ? 'text-danger' : undefined}>
            <span className="text-title font-semibold figures">{count.toLocaleString()}</span> {name}
          </li>
        ))}
    </ul>
  )
}
