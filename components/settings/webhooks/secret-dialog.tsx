'use client'
import { type ReactNode, useRef, useState } from 'react'
import { toast } from 'sonner'
import { Dialog } from '@/components/ui/dialog'
import { SecretOnce } from './secret-once'

type SecretDialogProps = {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: string
  /** The title once the secret is made. */
  ready: string
  /** What is asked; it calls back with the secret that was made. */
  form: (onMade: (secret: string) => void) => ReactNode
}

/** Asks something that makes a secret, then shows the secret, this once. */
export function SecretDialog({ open, onOpenChange, title, ready, form }: SecretDialogProps) {
  const [made, setMade] = useState<string | null>(null)
  const copied = useRef<string | null>(null)
  const close = () => {
    onOpenChange(false)
    setMade(null)
    if (made === null || copied.current === made) return
    toast('The secret was not copied', {
      description: 'Once this message is gone, nobody can see it again; only a new one can be made.',
      action: {
        label: 'Show it',
        onClick: () => {
          setMade(made)
          onOpenChange(true)
        },
      },
      duration: 15_000,
    })
  }
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => !next && close()}
      title={made === null ? title : ready}
      wide
      lasting={made !== null}
    >
      {made === null ? (
        form(setMade)
      ) : (
        <SecretOnce
          secret={made}
          onCopied={() => {
            copied.current = made
          }}
          onDone={close}
        />
      )}
    </Dialog>
  )
}
