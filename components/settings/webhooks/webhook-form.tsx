'use client'
import { zodResolver } from '@hookform/resolvers/zod'
import { useRef } from 'react'
import { useForm } from 'react-hook-form'
import { v4 as newKey } from 'uuid'
import { z } from 'zod'
import { explain, mayHaveHappened } from '@/components/shell/refusal-words'
import { useWorkspace } from '@/components/shell/workspace'
import { Button } from '@/components/ui/button'
import { DialogActions } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import type { createWebhook, updateWebhook } from '@/lib/contracts/rex/webhook.contract'
import { CallError, call } from '@/lib/http/call'
import { EventChoice } from './event-choice'
import type { MadeWebhook, Webhook } from './webhook'

const form = z
  .object({
    url: z
      .string()
      .trim()
      .min(1, 'Say where events are to be sent')
      .max(2000, 'At most 2,000 characters')
      .regex(/^https?:\/\/./i, 'An address that begins with https:// or http://'),
    description: z.string().trim().max(500, 'At most 500 characters'),
    everything: z.boolean(),
    patterns: z.array(z.string()).max(50, 'At most 50 at a time: choose whole groups'),
  })
  .refine(({ everything, patterns }) => everything || patterns.length > 0, {
    path: ['patterns'],
    message: 'Choose at least one',
  })
type Asked = z.output<typeof form>

type WebhookFormProps = {
  /** What is changed; null makes a new one. */
  row: Webhook | null
  types: readonly string[]
  /** A new one comes with its secret. */
  onSaved: (webhook: Webhook & Partial<Pick<MadeWebhook, 'secret'>>) => void
}

/** Where events are sent, and which. */
export function WebhookForm({ row, types, onSaved }: WebhookFormProps) {
  const { slug: workspace } = useWorkspace()
  const { register, handleSubmit, formState, setError, setValue, watch } = useForm({
    resolver: zodResolver(form),
    defaultValues: askedOf(row),
  })
  // A request whose answer was lost: the webhook may be made already, and the same again gives that very one.
  const lost = useRef<{ asked: string; key: string } | null>(null)

  const submit = handleSubmit(async (given) => {
    const asked = JSON.stringify(given)
    const idempotencyKey = lost.current?.asked === asked ? lost.current.key : newKey()
    lost.current = null
    const body = bodyOf(given)
    try {
      const saved = row
        ? await call<typeof updateWebhook>('PATCH', '/webhooks/{id}', { workspace, params: { id: row.id }, body })
        : await call<typeof createWebhook>('POST', '/webhooks', { workspace, body, idempotencyKey })
      onSaved(saved.data)
    } catch (error) {
      const ofAddress = objectionToAddress(error)
      if (ofAddress) return setError('url', { message: ofAddress }, { shouldFocus: true })
      const maybe = mayHaveHappened(error)
      if (maybe) lost.current = { asked, key: idempotencyKey }
      const again = maybe && !row ? ' Try again: no second webhook will be made.' : ''
      setError('root', { message: explain(error) + again })
    }
  })

  const { errors, isSubmitted } = formState
  const [everything, patterns] = watch(['everything', 'patterns'])
  const choose = { shouldDirty: true, shouldValidate: isSubmitted }
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-5">
      <Field
        label="Address"
        type="url"
        placeholder="https://example.com/hooks/throughline"
        autoFocus
        autoComplete="off"
        spellCheck={false}
        hint="Where events are posted to, as JSON"
        error={errors.url?.message}
        {...register('url')}
      />
      <Field
        label="Description"
        placeholder="Tells the warehouse of won deals"
        autoComplete="off"
        error={errors.description?.message}
        {...register('description')}
      />
      <EventChoice
        types={types}
        everything={everything}
        onEverything={(all) => setValue('everything', all, choose)}
        patterns={patterns}
        onPatterns={(chosen) => setValue('patterns', chosen, choose)}
        error={everything ? undefined : errors.patterns?.message}
      />
      {errors.root && (
        <p role="alert" className="text-danger">
          {errors.root.message}
        </p>
      )}
      <DialogActions>
        <Button type="submit" kind="primary" busy={formState.isSubmitting}>
          {row ? 'Save changes' : 'Create webhook'}
        </Button>
      </DialogActions>
    </form>
  )
}

function askedOf(row: Webhook | null): Asked {
  const everything = row === null || row.events.includes('*')
  return {
    url: row?.url ?? '',
    description: row?.description ?? '',
    everything,
    patterns: everything ? [] : row.events,
  }
}

function bodyOf({ url, description, everything, patterns }: Asked) {
  return { url, description: description === '' ? null : description, events: everything ? ['*'] : patterns }
}

/** What the server has against the address, as a sentence; null when it is about something else. */
function objectionToAddress(error: unknown): string | null {
  const named = "Field 'url' "
  if (!(error instanceof CallError) || !error.message.startsWith(named)) return null
  return `This ${error.message.slice(named.length)}`
}
