import { clsx } from 'clsx'
import { X } from 'lucide-react'
import { Dialog as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { Button } from './button'

type DialogProps = {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: string
  description?: string
  /** For what has long lines. */
  wide?: boolean
  /** A click beside it does not close it: what it shows cannot be had again. */
  lasting?: boolean
  children: ReactNode
}

/** A question asked over the page. Escape, the cross and a click beside it close it. */
export function Dialog({ open, onOpenChange, title, description, wide, lasting, children }: DialogProps) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-veil" />
        <Radix.Content
          className={clsx(
            'fixed inset-x-3 top-[8vh] z-40 mx-auto flex max-h-[84vh] flex-col rounded-dialog border bg-raised shadow-float animate-appear',
            wide ? 'max-w-xl' : 'max-w-md',
          )}
          onInteractOutside={lasting ? (event) => event.preventDefault() : undefined}
          {...(description ? {} : { 'aria-describedby': undefined })}
        >
          <header className="flex items-start gap-2 px-5 pt-4">
            <div className="min-w-0 grow">
              <Radix.Title dir="auto" className="line-clamp-3 text-body font-semibold">
                {title}
              </Radix.Title>
              {description && <Radix.Description className="mt-1 text-muted">{description}</Radix.Description>}
            </div>
            <Radix.Close asChild>
              <Button kind="quiet" size="icon" aria-label="Close">
                <X size={16} aria-hidden />
              </Button>
            </Radix.Close>
          </header>
          <div className="scroll-pb-16 overflow-y-auto px-5 pt-4 pb-5">{children}</div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

/** What to do, at the foot of a dialog: in sight however long the rest is. */
export function DialogActions({ children }: { children: ReactNode }) {
  return (
    <div className="sticky -bottom-5 -mx-5 -mb-5 flex flex-wrap justify-end gap-2 rounded-b-dialog bg-raised px-5 pt-3 pb-4">
      {children}
    </div>
  )
}
