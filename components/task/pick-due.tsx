import { type FormEvent, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog, DialogActions } from '@/components/ui/dialog'
import { Field, inputLook } from '@/components/ui/field'
import { dueOn } from './due'
import { formatDueFull } from './due-words'
import { useAsker } from './use-asker'
import { useLineReader } from './use-line-reader'

type PickDueProps = {
  open: boolean
  /** What is put off: `Send the offer`, `3 tasks`. */
  what: string
  onPick: (due: Date) => void
  onClose: () => void
}

const nothing: ReadonlySet<string> = new Set()

/** Any day and time, in plain words or from the calendar. */
export function PickDue({ open, what, onPick, onClose }: PickDueProps) {
  return (
    <Dialog open={open} onOpenChange={(now) => !now && onClose()} title={`Snooze ${what}`}>
      <Picking onPick={onPick} />
    </Dialog>
  )
}

function Picking({ onPick }: { onPick: (due: Date) => void }) {
  const { place } = useAsker()
  const [text, setText] = useState('')
  const [day, setDay] = useState('')
  const [clock, setClock] = useState('')
  const reader = useLineReader(text, nothing)
  const said = reader.understood?.pieces.find((piece) => piece.kind === 'due')
  const due = said ? (said.value as Date) : day === '' ? null : dueOn(day, clock || null, place.zone)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (due) onPick(due)
  }
  return (
    <form onSubmit={submit} className="flex flex-col gap-3">
      <Field
        label="Until when"
        placeholder="next friday, tomorrow 9am, in 2 hours"
        autoFocus
        autoComplete="off"
        value={text}
        maxLength={200}
        onFocus={reader.prepare}
        onChange={(event) => setText(event.target.value)}
        error={text.trim() !== '' && reader.understood && !said ? 'This is no day that is known here' : undefined}
      />
      {text.trim() === '' && (
        <div className="flex gap-2">
          <label className="grow">
            <span className="mb-1 block text-dense font-medium">Or the day</span>
            <input
              type="date"
              value={day}
              onChange={(event) => setDay(event.target.value)}
              className={`${inputLook} h-9`}
            />
          </label>
          <label className="grow">
            <span className="mb-1 block text-dense font-medium">and the time</span>
            <input
              type="time"
              value={clock}
              disabled={day === ''}
              onChange={(event) => setClock(event.target.value)}
              className={`${inputLook} h-9`}
            />
          </label>
        </div>
      )}
      <p role="status" className="min-h-5 text-muted">
        {due && formatDueFull(due, place)}
      </p>
      <DialogActions>
        <Button type="submit" kind="primary" reason={due ? null : 'Say until when first'}>
          Snooze
        </Button>
      </DialogActions>
    </form>
  )
}
