'use client'
import { useWorkspace } from '@/components/shell/workspace'
import { Button } from '@/components/ui/button'
import { CopyButton } from '@/components/ui/copy-button'
import { DialogActions } from '@/components/ui/dialog'
import type { MadeApiKey } from './api-key'
import { useExamplePlace } from './example-place'
import { type Example, examplesOf } from './examples'
import { OnceField } from './once-field'

type ShownOnceProps = { made: MadeApiKey; address: string; onCopied: () => void; onDone: () => void }

/** A new key, to be copied now, with requests to begin with. */
export function ShownOnce({ made, address, onCopied, onDone }: ShownOnceProps) {
  const { slug } = useWorkspace()
  const place = useExamplePlace(slug)
  const examples = examplesOf({
    address: address || window.location.origin,
    workspace: slug,
    key: made.key,
    language: made.contract,
    writes: made.scopes.includes('write') && made.role !== 'viewer' && made.user.role !== 'viewer',
    place: place.data ?? null,
  })
  return (
    <div className="flex flex-col gap-5">
      <div>
        <p id="key-note" className="mb-2">
          Copy the key now. <strong className="font-semibold">It will not be shown again</strong>: only a fingerprint of
          it is kept.
        </p>
        <OnceField value={made.key} label="The new key" copy="Copy the key" noteId="key-note" onCopied={onCopied} />
      </div>
      {!place.isPending && (
        <section aria-label="First requests" className="flex flex-col gap-3">
          <h3 className="text-dense font-medium">Try it</h3>
          {examples.map((example) => (
            <Command key={example.title} example={example} onCopied={onCopied} />
          ))}
        </section>
      )}
      <DialogActions>
        <Button onClick={onDone}>Done</Button>
      </DialogActions>
    </div>
  )
}

function Command({ example: { title, command }, onCopied }: { example: Example; onCopied: () => void }) {
  return (
    <figure className="rounded-control border bg-bg">
      <figcaption className="flex items-center justify-between gap-2 py-1 pr-1 pl-3 text-dense text-muted">
        {title}
        <CopyButton kind="quiet" size="small" text={command} label={`Copy “${title}”`} onCopied={onCopied} />
      </figcaption>
      <pre className="px-3 pb-2.5 font-mono text-meta whitespace-pre-wrap">{command}</pre>
    </figure>
  )
}
