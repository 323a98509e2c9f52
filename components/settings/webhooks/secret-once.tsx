'use client'
import { Button } from '@/components/ui/button'
import { CopyButton } from '@/components/ui/copy-button'
import { DialogActions } from '@/components/ui/dialog'
import { OnceField } from '../once-field'

type SecretOnceProps = { secret: string; onCopied: () => void; onDone: () => void }

const verifying = `import { Webhook } from 'standardwebhooks'

// body: the request's text as it came, before any parsing
const event = new Webhook(process.env.WEBHOOK_SECRET).verify(body, headers)`

/** A new secret, to be copied now, and how a receiver uses it. */
export function SecretOnce({ secret, onCopied, onDone }: SecretOnceProps) {
  return (
    <div className="flex flex-col gap-5">
      <div>
        <p id="secret-note" className="mb-2">
          Copy the secret now. <strong className="font-semibold">It will not be shown again.</strong> Your program
          verifies with it that a request comes from here.
        </p>
        <OnceField
          value={secret}
          label="The new secret"
          copy="Copy the secret"
          noteId="secret-note"
          onCopied={onCopied}
        />
      </div>
      <section aria-label="How to verify" className="flex flex-col gap-3">
        <p className="text-muted">
          Requests are signed as{' '}
          <a
            href="https://www.standardwebhooks.com"
            target="_blank"
            rel="noreferrer"
            className="text-accent underline underline-offset-2"
          >
            Standard Webhooks
          </a>{' '}
          says, by the headers <code className="font-mono text-meta">webhook-id</code>,{' '}
          <code className="font-mono text-meta">webhook-timestamp</code> and{' '}
          <code className="font-mono text-meta">webhook-signature</code>; there are libraries for most languages. The id
          stays the same when a delivery is repeated.
        </p>
        <figure className="rounded-control border bg-bg">
          <figcaption className="flex items-center justify-between gap-2 py-1 pr-1 pl-3 text-dense text-muted">
            Verify in JavaScript
            <CopyButton kind="quiet" size="small" text={verifying} label="Copy “Verify in JavaScript”" />
          </figcaption>
          <pre className="px-3 pb-2.5 font-mono text-meta wrap-anywhere whitespace-pre-wrap">{verifying}</pre>
        </figure>
      </section>
      <DialogActions>
        <Button onClick={onDone}>Done</Button>
      </DialogActions>
    </div>
  )
}
