'use client'
import { clsx } from 'clsx'
import { FileSpreadsheet } from 'lucide-react'
import { type DragEvent, useEffect, useEffectEvent, useId, useRef, useState } from 'react'
import { Bar } from '@/components/flow/run-progress'
import { explain } from '@/components/shell/refusal-words'
import { Button } from '@/components/ui/button'
import { useUpload } from './use-file'

type FileStepProps = { connectorId: string | null; onSent: (connectorId: string) => void }

/** Takes a file, dropped or picked, and sends it. */
export function FileStep({ connectorId, onSent }: FileStepProps) {
  const id = useId()
  const { send, fraction, stop } = useUpload(connectorId)
  const [over, setOver] = useState(false)
  const [wrong, setWrong] = useState<string | null>(null)
  const take = (files: FileList | null) => {
    const [file] = files ?? []
    if (!file || send.isPending) return
    const problem = problemOf(file)
    setWrong(problem)
    if (problem) return
    send.mutate(file, { onSuccess: onSent })
  }
  const input = useRef<HTMLInputElement>(null)
  // Whoever was faster than the page has chosen already.
  const early = useEffectEvent(() => take(input.current?.files ?? null))
  useEffect(() => early(), [])
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    take(event.dataTransfer.files)
  }
  const stopped = send.error instanceof DOMException
  const error = wrong ?? (send.error && !stopped ? explain(send.error) : null)
  return (
    <div className="flex flex-col gap-3">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: a place to drop on; the button within does the same by keys. */}
      <div
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
        className={clsx(
          'flex flex-col items-center gap-3 rounded-card border border-dashed px-6 py-14 text-center',
          over ? 'border-accent bg-hover' : 'border-border-strong bg-surface',
        )}
      >
        <FileSpreadsheet size={24} strokeWidth={1.5} aria-hidden className="text-muted" />
        {send.isPending ? (
          <div className="flex w-full max-w-sm flex-col gap-2">
            <Bar fraction={fraction} label="The upload" />
            <p role="status" className="text-muted figures">
              {fraction < 1 ? `${Math.floor(fraction * 100)} % of ${send.variables.name} sent` : 'Looking at it …'}
            </p>
            <Button className="self-center" onClick={stop}>
              Stop
            </Button>
          </div>
        ) : (
          <>
            <p>
              <label
                htmlFor={id}
                className="rounded-control font-medium text-accent underline underline-offset-2 has-focus-visible:outline-2 has-focus-visible:outline-focus"
              >
                Choose a CSV file
                <input
                  id={id}
                  ref={input}
                  type="file"
                  accept=".csv,.tsv,.txt,text/csv,text/tab-separated-values,text/plain"
                  aria-describedby={`${id}-note`}
                  className="sr-only"
                  onChange={(event) => {
                    take(event.target.files)
                    // The same file again is a choice as well.
                    event.target.value = ''
                  }}
                />
              </label>{' '}
              or drop it here
            </p>
            <p id={`${id}-note`} className="max-w-prose text-meta text-muted">
              With a header in its first row. Encoding and separator are found by themselves; nothing is imported before
              you have seen what would become of it.
            </p>
          </>
        )}
      </div>
      {error && (
        <p role="alert" className="text-danger">
          {error}
        </p>
      )}
    </div>
  )
}

function problemOf({ name, size }: File): string | null {
  if (/\.(xlsx?|ods|numbers)$/i.test(name)) return `${name} is a spreadsheet: save it as CSV and choose that.`
  return size === 0 ? `${name} is empty.` : null
}
