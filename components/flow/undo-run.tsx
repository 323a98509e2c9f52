'use client'
import { useState } from 'react'
import { explain } from '@/components/shell/refusal-words'
import { Button } from '@/components/ui/button'
import { Confirm } from '@/components/ui/confirm'
import type { Run, Undone } from './flow'
import { counted } from './run-words'

type UndoRunProps = {
  run: Run
  stuck: string | null
  busy: boolean
  error: Error | null
  onAsk: () => void
  onUndo: (done: () => void) => void
}

/** Asks before all that a run did is taken back. */
export function UndoRun({ run, stuck, busy, error, onAsk, onUndo }: UndoRunProps) {
  const [open, setOpen] = useState(false)
  const { created, updated } = run.records
  if (created + updated === 0) return null
  const parts = [
    created > 0 && `${counted(created, 'record')} that it made ${created === 1 ? 'goes' : 'go'} to the trash`,
    updated > 0 && `${counted(updated, 'record')} ${updated === 1 ? 'is' : 'are'} as before`,
  ].filter(Boolean)
  return (
    <>
      <Button
        reason={stuck}
        onClick={() => {
          onAsk()
          setOpen(true)
        }}
      >
        Undo the import
      </Button>
      <Confirm
        open={open}
        onOpenChange={setOpen}
        title="Undo the whole import?"
        action="Undo the import"
        keep="Keep it"
        busy={busy}
        error={error && explain(error)}
        onConfirm={() => onUndo(() => setOpen(false))}
      >
        <p>{parts.join('; ')}. What somebody has changed since is kept.</p>
      </Confirm>
    </>
  )
}

const mostShown = 20

/** What was taken back, and what was kept and why. */
export function UndoOutcome({ undone, kept, keptTotal }: Undone) {
  return (
    <div role="status" className="rounded-card border bg-surface p-4 text-dense">
      <p className="font-medium">
        {undone === 0 ? 'Nothing was taken back.' : `${counted(undone, 'record')} taken back.`}
      </p>
      {keptTotal > 0 && (
        <>
          <p className="mt-2 text-muted">{counted(keptTotal, 'record')} kept:</p>
          <ul className="mt-1 flex flex-col gap-1">
            {kept.slice(0, mostShown).map(({ recordId, title, reason }) => (
              <li key={recordId} className="wrap-anywhere">
                <span dir="auto">{title}</span>: {reason}
              </li>
            ))}
          </ul>
          {keptTotal > mostShown && (
            <p className="mt-1 text-muted">… and {(keptTotal - mostShown).toLocaleString()} more</p>
          )}
        </>
      )}
    </div>
  )
}
