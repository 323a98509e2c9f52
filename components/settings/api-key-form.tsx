'use client'
import { zodResolver } from '@hookform/resolvers/zod'
import { useRef } from 'react'
import { useForm } from 'react-hook-form'
import { v4 as newKey } from 'uuid'
import { z } from 'zod'
import { explain, mayHaveHappened } from '@/components/shell/refusal-words'
import { useWorkspace } from '@/components/shell/workspace'
import { Button } from '@/components/ui/button'
import { dayOf } from '@/components/ui/day'
import { DialogActions } from '@/components/ui/dialog'
import { Choice, Field } from '@/components/ui/field'
import type { createApiKey } from '@/lib/contracts/rex/api-key.contract'
import { call } from '@/lib/http/call'
import { type Language, languages, type MadeApiKey, reachOf, roleNames } from './api-key'
import { type Expiry, endOf, expiries } from './expiry'
import { useMembers } from './use-members'

const form = z
  .object({
    name: z.string().trim().min(1, 'Say what the key is for').max(500, 'At most 500 characters'),
    contract: z.custom<Language>(),
    role: z.enum(['viewer', 'editor', 'admin']),
    scope: z.enum(['read', 'write']),
    user: z.string(),
    expiry: z.custom<Expiry>(),
    day: z.string(),
    limit: z
      .string()
      .trim()
      .refine((text) => text === '' || (/^\d{1,8}$/.test(text) && Number(text) >= 1 && Number(text) <= 10_000_000), {
        message: 'A whole number from 1 to 10,000,000',
      }),
  })
  .refine(({ expiry, day }) => expiry !== 'day' || day > dayOf(new Date()), {
    path: ['day'],
    message: 'Choose a day to come',
  })
type Asked = z.output<typeof form>

/** What a new key is for, what it speaks and what it may do. */
export function ApiKeyForm({ onMade }: { onMade: (key: MadeApiKey) => void }) {
  const { slug, user } = useWorkspace()
  const members = useMembers(slug)
  const { register, handleSubmit, formState, setError, watch } = useForm({
    resolver: zodResolver(form),
    defaultValues: {
      ...{ name: '', contract: 'rex', role: 'editor', scope: 'write' },
      ...{ user: user.id, expiry: 'never', day: '', limit: '' },
    } as Asked,
  })
  // A request whose answer was lost: the key may be made already, and the same again gives that very key.
  const lost = useRef<{ asked: string; body: Body; key: string } | null>(null)

  const submit = handleSubmit(async (given) => {
    const asked = JSON.stringify(given)
    const request = lost.current?.asked === asked ? lost.current : { asked, body: bodyOf(given), key: newKey() }
    lost.current = null
    try {
      const sent = { workspace: slug, body: request.body, idempotencyKey: request.key }
      onMade((await call<typeof createApiKey>('POST', '/api-keys', sent)).data)
    } catch (error) {
      const maybe = mayHaveHappened(error)
      if (maybe) lost.current = request
      setError('root', { message: `${explain(error)}${maybe ? ' Try again: no second key will be made.' : ''}` })
    }
  })

  const { errors } = formState
  const [role, scope, expiry, actsAs] = watch(['role', 'scope', 'expiry', 'user'])
  const others = members.data?.filter((member) => member.id !== user.id) ?? []
  const member = members.data?.find((each) => each.id === actsAs)
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-5">
      <Field
        label="Name"
        placeholder="Nightly export"
        autoFocus
        autoComplete="off"
        error={errors.name?.message}
        {...register('name')}
      />
      <fieldset>
        <legend className="mb-1 text-dense font-medium">Contract</legend>
        <div className="overflow-hidden rounded-control border bg-surface">
          {(Object.keys(languages) as Language[]).map((language) => (
            <label
              key={language}
              htmlFor={`contract-${language}`}
              className="flex items-start gap-2.5 border-b px-3 py-2 text-dense last:border-b-0 hover:bg-hover has-checked:bg-hover"
            >
              <input
                type="radio"
                id={`contract-${language}`}
                value={language}
                className="mt-px size-4 shrink-0 accent-accent"
                {...register('contract')}
              />
              <span className="min-w-0 grow desk:flex">
                <span className="block w-20 shrink-0 font-medium">{languages[language].name}</span>
                <span className="block text-muted">{languages[language].speaks}</span>
              </span>
              <span className="hidden shrink-0 font-mono text-meta text-muted desk:block">
                {languages[language].prefix}
              </span>
            </label>
          ))}
        </div>
        <p className="mt-1 text-meta text-muted">
          Any key may call every endpoint; at addresses that references share, its own answers.
        </p>
      </fieldset>
      <div>
        <div className="grid gap-4 desk:grid-cols-2">
          <Choice label="Role" {...register('role')}>
            {Object.entries(roleNames).map(([value, name]) => (
              <option key={value} value={value}>
                {name}
              </option>
            ))}
          </Choice>
          <Choice label="Scope" {...register('scope')}>
            <option value="write">Read and write</option>
            <option value="read">Read only</option>
          </Choice>
          <Choice label="Acts as" {...register('user')}>
            <option value={user.id}>You, {user.name}</option>
            {others.map((other) => (
              <option key={other.id} value={other.id}>
                {other.name} ({other.email})
              </option>
            ))}
          </Choice>
          <Choice label="Expires" {...register('expiry')}>
            {Object.entries(expiries).map(([value, name]) => (
              <option key={value} value={value}>
                {name}
              </option>
            ))}
          </Choice>
          <Field
            label="Requests a minute"
            inputMode="numeric"
            autoComplete="off"
            placeholder="The usual"
            error={errors.limit?.message}
            {...register('limit')}
          />
          {expiry === 'day' && <Field label="Last day" type="date" error={errors.day?.message} {...register('day')} />}
        </div>
        <p role="status" className="mt-2 text-muted">
          {reachOf(role, scope === 'write', member)}
        </p>
      </div>
      {errors.root && (
        <p role="alert" className="text-danger">
          {errors.root.message}
        </p>
      )}
      <DialogActions>
        <Button type="submit" kind="primary" busy={formState.isSubmitting}>
          Create key
        </Button>
      </DialogActions>
    </form>
  )
}

type Body = z.input<typeof createApiKey.body>

function bodyOf({ name, contract, role, scope, user, expiry, day, limit }: Asked): Body {
  const end = endOf(expiry, day, new Date())
  return {
    ...{ name, contract, role, user_id: user },
    scopes: scope === 'write' ? ['read', 'write'] : ['read'],
    ...(end && { expires_at: end.toISOString() }),
    ...(limit !== '' && { rate_limit: Number(limit) }),
  }
}
