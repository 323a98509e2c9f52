import { clsx } from 'clsx'
import { type ComponentProps, useId } from 'react'

type Said = { label: string; hint?: string; error?: string | undefined }

// Phones zoom into what is written smaller than 16 px as soon as it is typed into.
export const inputLook =
  'w-full rounded-control border bg-surface px-2.5 text-body pointer-coarse:text-base placeholder:text-muted hover:border-border-strong aria-invalid:border-danger'

/** A labelled input with its hint or its error beneath. */
export function Field({ label, hint, error, className, ...input }: ComponentProps<'input'> & Said) {
  const id = useId()
  return (
    <div className={className}>
      <Label id={id} label={label} />
      <input
        {...input}
        id={id}
        aria-invalid={error ? true : undefined}
        aria-describedby={error || hint ? `${id}-note` : undefined}
        className={clsx(inputLook, 'h-9')}
      />
      <Note id={id} hint={hint} error={error} />
    </div>
  )
}

/** A labelled text of several lines. */
export function TextField({ label, hint, error, className, ...area }: ComponentProps<'textarea'> & Said) {
  const id = useId()
  return (
    <div className={className}>
      <Label id={id} label={label} />
      <textarea
        {...area}
        id={id}
        aria-invalid={error ? true : undefined}
        aria-describedby={error || hint ? `${id}-note` : undefined}
        className={clsx(inputLook, 'py-2')}
      />
      <Note id={id} hint={hint} error={error} />
    </div>
  )
}

/** A labelled choice of few. */
export function Choice({ label, hint, error, className, ...select }: ComponentProps<'select'> & Said) {
  const id = useId()
  return (
    <div className={className}>
      <Label id={id} label={label} />
      <select
        {...select}
        id={id}
        aria-invalid={error ? true : undefined}
        aria-describedby={error || hint ? `${id}-note` : undefined}
        className={clsx(inputLook, 'h-9')}
      />
      <Note id={id} hint={hint} error={error} />
    </div>
  )
}

function Label({ id, label }: { id: string; label: string }) {
  return (
    <label htmlFor={id} className="mb-1 block text-dense font-medium">
      {label}
    </label>
  )
}

function Note({ id, hint, error }: { id: string; hint: string | undefined; error: string | undefined }) {
  if (!error && !hint) return null
  return (
    <p
      id={`${id}-note`}
      role={error ? 'alert' : undefined}
      className={clsx('mt-1 text-meta', error ? 'text-danger' : 'text-muted')}
    >
      {error ?? hint}
    </p>
  )
}
