import { useEffect, useRef } from 'react'
import { CopyButton } from '@/components/ui/copy-button'
import { inputLook } from '@/components/ui/field'

type OnceFieldProps = {
  value: string
  /** What it is, for a screen reader. */
  label: string
  /** The verb that copies it. */
  copy: string
  /** The id of the sentence that says what it is for. */
  noteId: string
  onCopied?: () => void
}

/** What is shown this once, selected and ready to be copied. */
export function OnceField({ value, label, copy, noteId, onCopied }: OnceFieldProps) {
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => field.current?.select(), [])
  return (
    <div className="flex gap-2">
      <input
        ref={field}
        readOnly
        value={value}
        aria-label={label}
        aria-describedby={noteId}
        spellCheck={false}
        onFocus={(event) => event.target.select()}
        className={`${inputLook} h-9 min-w-0 grow font-mono text-dense`}
      />
      <CopyButton kind="primary" className="h-9" text={value} label={copy} onCopied={onCopied} />
    </div>
  )
}
