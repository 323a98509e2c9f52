'use client'
import { useRef } from 'react'
import { Dialog } from '@/components/ui/dialog'
import type { MadeApiKey } from './api-key'
import { ApiKeyForm } from './api-key-form'
import { ShownOnce } from './shown-once'

type CreateApiKeyProps = {
  open: boolean
  /** The key once it is made. */
  made: MadeApiKey | null
  address: string
  onMade: (key: MadeApiKey) => void
  /** `copied`: whether the key was taken along. */
  onClose: (copied: boolean) => void
}

/** Asks what a key is for and what it may do, then shows it, this once. */
export function CreateApiKey({ open, made, address, onMade, onClose }: CreateApiKeyProps) {
  const copied = useRef<string | null>(null)
  const close = () => onClose(made !== null && copied.current === made.id)
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => !next && close()}
      title={made ? `“${made.name}” is ready` : 'Create API key'}
      wide
      lasting={made !== null}
    >
      {made ? (
        <ShownOnce
          made={made}
          address={address}
          onCopied={() => {
            copied.current = made.id
          }}
          onDone={close}
        />
      ) : (
        <ApiKeyForm onMade={onMade} />
      )}
    </Dialog>
  )
}
