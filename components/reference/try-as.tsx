'use client'
import Link from 'next/link'
import { Choice, Field } from '@/components/ui/field'
import type { Joined } from './api-reference'

/** By what requests are tried: a key when there is one, else the session in a workspace. */
export type Access = { workspace: string | null; key: string }

type Props = {
  workspaces: Joined[]
  access: Access
  onChange(access: Access): void
  /** Where to come back to after signing in. */
  signInTo: string
}

/** The address of the sign-in that leads back to `path`. */
export const signInAddress = (path: string): string => `/sign-in?callbackUrl=${encodeURIComponent(path)}`

/** Whom the requests are sent as. */
export function TryAs({ workspaces, access, onChange, signInTo }: Props) {
  const { workspace, key } = access
  return (
    <section aria-label="Try requests as" className="mt-4 rounded-card border bg-surface p-3">
      <div className="flex flex-col gap-3 desk:flex-row">
        {workspace !== null && (
          <Choice
            label="Your workspace"
            className="desk:w-64"
            value={workspace}
            onChange={(event) => onChange({ ...access, workspace: event.target.value })}
          >
            {workspaces.map(({ slug, name }) => (
              <option key={slug} value={slug}>
                {name}
              </option>
            ))}
          </Choice>
        )}
        <Field
          label={workspace === null ? 'An API key' : 'Or an API key'}
          className="grow"
          type="password"
          autoComplete="off"
          spellCheck={false}
          placeholder="Kept on this page only"
          value={key}
          onChange={(event) => onChange({ ...access, key: event.target.value.trim() })}
        />
      </div>
      <p className="mt-2 text-dense text-muted">
        {key !== '' ? (
          'Requests are sent with this key, and do what it may.'
        ) : workspace !== null ? (
          'Requests are sent as you, and change what they say they change.'
        ) : (
          <>
            Everybody may read. To try a request,{' '}
            <Link href={signInAddress(signInTo)} className="font-medium text-accent hover:underline">
              sign in
            </Link>{' '}
            or paste a key.
          </>
        )}
      </p>
    </section>
  )
}
