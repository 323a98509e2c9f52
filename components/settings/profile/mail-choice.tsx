import { useId } from 'react'
import { explain } from '@/components/shell/refusal-words'
import { useWorkspace } from '@/components/shell/workspace'
import { Saved } from './saved'
import { type Me, useSaveMe } from './use-me'

const kinds = [
  { kind: 'task_assigned', name: 'A task is assigned to me' },
  { kind: 'task_completed', name: 'A task of mine is completed' },
] as const

/** Of what this person is told here, they may be told by e-mail as well. */
export function MailChoice({ me }: { me: Me }) {
  const { slug, name } = useWorkspace()
  const id = useId()
  const save = useSaveMe(slug)
  const wanted = { ...me.notify_by_email, ...(save.isPending && save.variables.notify_by_email) }
  return (
    <fieldset aria-describedby={`${id}-note`} disabled={!me.sends_email} className="min-w-0">
      <legend className="mb-1 text-dense">
        <span className="flex items-center gap-2">
          <span className="font-medium">Send me an e-mail when</span>
          <Saved shown={save.isSuccess} />
        </span>
      </legend>
      <div className="overflow-hidden rounded-control border bg-surface text-dense">
        {kinds.map(({ kind, name }) => (
          <label
            key={kind}
            htmlFor={`${id}-${kind}`}
            className="flex min-h-9 items-center gap-2.5 border-b px-3 py-2 last:border-b-0 not-has-disabled:hover:bg-hover has-disabled:cursor-default has-disabled:text-muted"
          >
            <input
              type="checkbox"
              id={`${id}-${kind}`}
              checked={me.sends_email && wanted[kind]}
              onChange={(event) => save.mutate({ notify_by_email: { [kind]: event.target.checked } })}
              className="size-4 shrink-0 accent-accent"
            />
            {name}
          </label>
        ))}
      </div>
      {save.error ? (
        <p id={`${id}-note`} role="alert" className="mt-1 text-meta text-danger">
          {explain(save.error)} Your choice is as it was.
        </p>
      ) : (
        <p id={`${id}-note`} className="mt-1 text-meta text-muted">
          {me.sends_email
            ? `To ${me.email}, about ${name}. It leaves a minute later, unless you have read it here by then.`
            : 'There is no e-mail from this installation.'}
        </p>
      )}
    </fieldset>
  )
}
