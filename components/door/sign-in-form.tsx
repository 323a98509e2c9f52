'use client'
import { zodResolver } from '@hookform/resolvers/zod'
import { signIn } from 'next-auth/react'
import { useState } from 'react'
import { useForm } from 'react-hook-form'
import { z } from 'zod'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'

const form = z.object({
  email: z.string().min(1, 'Enter your e-mail'),
  password: z.string().min(1, 'Enter your password'),
})

const said: Record<string, string> = {
  CredentialsSignin: 'This e-mail and password do not fit',
  TooManyAttempts: 'Too many attempts. Wait a few minutes, then try again',
}

/** E-mail and password. `next` is where to go once in. */
export function SignInForm({ next, inNoWorkspace }: { next: string; inNoWorkspace: boolean }) {
  const { register, handleSubmit, formState } = useForm({ resolver: zodResolver(form) })
  const [refused, setRefused] = useState<string | null>(null)

  const submit = handleSubmit(async ({ email, password }) => {
    setRefused(null)
    const outcome = await signIn('credentials', { email, password, redirect: false }).catch(() => null)
    // A whole new page: nothing that was read before signing in may stay.
    if (outcome?.ok) window.location.assign(next)
    else setRefused(said[outcome?.error ?? ''] ?? 'The server could not be reached. Try again')
  })

  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      <h1 className="text-title font-semibold">Sign in</h1>
      {inNoWorkspace && <p className="text-muted">Your account is in no workspace. Ask an admin to add you.</p>}
      <Field
        label="E-mail"
        type="email"
        autoComplete="username"
        autoFocus
        error={formState.errors.email?.message}
        {...register('email')}
      />
      <Field
        label="Password"
        type="password"
        autoComplete="current-password"
        error={formState.errors.password?.message}
        {...register('password')}
      />
      {refused && (
        <p role="alert" className="text-danger">
          {refused}
        </p>
      )}
      <Button type="submit" kind="primary" busy={formState.isSubmitting} className="h-9 justify-center">
        Sign in
      </Button>
    </form>
  )
}
