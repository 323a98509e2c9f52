'use client'
import { zodResolver } from '@hookform/resolvers/zod'
import { signIn } from 'next-auth/react'
import { useState } from 'react'
import { useForm } from 'react-hook-form'
import { z } from 'zod'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'

const form = z.object({
  workspaceName: z.string().trim().min(1, 'Name your workspace').max(500, 'At most 500 characters'),
  name: z.string().trim().min(1, 'Enter your name').max(500, 'At most 500 characters'),
  email: z.email('Enter an e-mail address'),
  password: z.string().min(10, 'At least 10 characters').max(200, 'At most 200 characters'),
  setupToken: z.string().optional(),
})

type Given = z.output<typeof form>
type Created = { slug: string } | { field: string | null; message: string }

type WelcomeFormProps = {
  create: (given: Given & { timeZone: string }) => Promise<Created>
  /** The installation prints a token at its start and asks for it here. */
  asksToken: boolean
}

/** The first workspace of an installation and its first admin. */
export function WelcomeForm({ create, asksToken }: WelcomeFormProps) {
  const { register, handleSubmit, formState, setError } = useForm({ resolver: zodResolver(form) })
  const [refused, setRefused] = useState<string | null>(null)

  const submit = handleSubmit(async (given) => {
    setRefused(null)
    const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone
    const outcome = await create({ ...given, timeZone }).catch(() => null)
    if (!outcome) return setRefused('The server could not be reached. Nothing was created; try again')
    if ('slug' in outcome) {
      await signIn('credentials', { email: given.email, password: given.password, redirect: false })
      return window.location.assign(`/${outcome.slug}/boards`)
    }
    const field = form.keyof().safeParse(outcome.field === 'slug' ? 'workspaceName' : outcome.field)
    if (field.success) setError(field.data, { message: asSentence(outcome.message) }, { shouldFocus: true })
    else setRefused(outcome.message)
  })

  const { errors } = formState
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      <div>
        <h1 className="text-title font-semibold">Create your workspace</h1>
        <p className="mt-1 text-muted">You will be its admin. Colleagues can join later.</p>
      </div>
      <Field
        label="Workspace name"
        placeholder="Acme Sales"
        autoComplete="organization"
        autoFocus
        error={errors.workspaceName?.message}
        {...register('workspaceName')}
      />
      <Field label="Your name" autoComplete="name" error={errors.name?.message} {...register('name')} />
      <Field label="E-mail" type="email" autoComplete="username" error={errors.email?.message} {...register('email')} />
      <Field
        label="Password"
        type="password"
        autoComplete="new-password"
        hint="At least 10 characters"
        error={errors.password?.message}
        {...register('password')}
      />
      {asksToken && (
        <Field
          label="Setup token"
          autoComplete="off"
          hint="Printed where Throughline was started"
          error={errors.setupToken?.message}
          {...register('setupToken')}
        />
      )}
      {refused && (
        <p role="alert" className="text-danger">
          {refused}
        </p>
      )}
      <Button type="submit" kind="primary" busy={formState.isSubmitting} className="h-9 justify-center">
        Create workspace
      </Button>
    </form>
  )
}

// A rule's words complete "Field 'x' …"; under its field they stand alone.
const asSentence = (rule: string): string => rule.charAt(0).toUpperCase() + rule.slice(1)
