import { AlertDialog } from 'radix-ui'
import type { ReactNode } from 'react'
import { Button } from './button'

type ConfirmProps = {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: string
  /** What will happen. */
  children: ReactNode
  /** The verb that does it. */
  action: string
  /** The verb that leaves everything as it is. */
  keep: string
  busy: boolean
  /** Why it was refused. */
  error: string | null
  onConfirm: () => void
}

/** Asks before something that cannot be taken back. Escape leaves everything as it is. */
export function Confirm({ open, onOpenChange, title, children, action, keep, busy, error, onConfirm }: ConfirmProps) {
  return (
    <AlertDialog.Root open={open} onOpenChange={onOpenChange}>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className="fixed inset-0 z-40 bg-veil" />
        <AlertDialog.Content className="fixed inset-x-3 top-[16vh] z-40 mx-auto flex max-h-[76vh] max-w-md flex-col rounded-dialog border bg-raised shadow-float animate-appear">
          <div className="overflow-y-auto px-5 pt-4">
            <AlertDialog.Title dir="auto" className="line-clamp-3 text-body font-semibold">
              {title}
            </AlertDialog.Title>
            <AlertDialog.Description asChild>
              <div className="mt-2 flex flex-col gap-2 text-muted">{children}</div>
            </AlertDialog.Description>
            {error && (
              <p role="alert" className="mt-2 text-danger">
                {error}
              </p>
            )}
          </div>
          <div className="flex flex-wrap justify-end gap-2 px-5 pt-4 pb-5">
            <AlertDialog.Cancel asChild>
              <Button>{keep}</Button>
            </AlertDialog.Cancel>
            <Button kind="danger" busy={busy} onClick={onConfirm}>
              {action}
            </Button>
          </div>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  )
}
