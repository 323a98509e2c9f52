import { useEffect, useEffectEvent, useState } from 'react'
import { Button } from '@/components/ui/button'
import { inputLook } from '@/components/ui/field'
import { dueOn, partsOf } from './due'
import { formatDue } from './due-words'
import { snoozesFor } from './snooze'
import { useAsker } from './use-asker'

type DueFieldProps = {
  id: string
  due: string | null
  stuck: string | null
  onSave: (due: string | null) => void
}

/** A browser tells of every key in a date; it is saved once the typing pauses. */
const patience = 700

/** By when a task is due: a day, perhaps a time, and the days that are meant most often. */
export function DueField({ id, due, stuck, onSave }: DueFieldProps) {
  const { place } = useAsker()
  const { zone } = place
  const stored = due === null ? { day: '', clock: null } : partsOf(new Date(due), zone)
  const [draft, setDraft] = useState<{ day: string; clock: string | null } | null>(null)
  const { day, clock } = draft ?? stored

  const save = () => {
    if (!draft) return
    setDraft(null)
    const wanted = draft.day === '' ? null : dueOn(draft.day, draft.clock, zone).toISOString()
    if (wanted !== due && (wanted === null || isSensible(draft.day))) onSave(wanted)
  }
  const saveNow = useEffectEvent(save)
  useEffect(() => {
    if (!draft) return
    const timer = setTimeout(() => saveNow(), patience)
    return () => clearTimeout(timer)
  }, [draft])
  useEffect(() => () => saveNow(), [])

  const choose = (wanted: string | null) => {
    setDraft(null)
    onSave(wanted)
  }
  const look = `${inputLook} h-8 w-auto! text-dense figures pointer-coarse:h-11`
  return (
    <div className="flex flex-col gap-1.5">
      <div className="flex flex-wrap items-center gap-1">
        <input
          id={id}
          type="date"
          aria-label="Due on"
          value={day}
          disabled={stuck !== null}
          title={stuck ?? undefined}
          onChange={(event) => setDraft({ day: event.target.value, clock })}
          onBlur={save}
          className={look}
        />
        <input
          type="time"
          aria-label="Due at, optional"
          value={clock ?? ''}
          disabled={stuck !== null || day === ''}
          onChange={(event) => setDraft({ day, clock: event.target.value || null })}
          onBlur={save}
          className={look}
        />
      </div>
      {!stuck && (
        <div className="flex flex-wrap gap-1">
          {snoozesFor(due === null ? null : new Date(due), new Date(), zone).map(({ name, due: to }) => (
            <Button
              key={name}
              size="small"
              title={formatDue(to, place)}
              onClick={() => choose(to.toISOString())}
              className="text-meta pointer-coarse:h-9"
            >
              {name}
            </Button>
          ))}
          {day !== '' && (
            <Button size="small" onClick={() => choose(null)} className="text-meta pointer-coarse:h-9">
              No date
            </Button>
          )}
        </div>
      )}
    </div>
  )
}

// While a year is typed it is one of the Romans for a moment.
const isSensible = (day: string): boolean => day >= '1900' && day < '3000'
