'use client'
import { notifyManager, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { NuqsAdapter } from 'nuqs/adapters/next/app'
import { Tooltip } from 'radix-ui'
import { type ReactNode, useState } from 'react'
import { Toaster } from 'sonner'

// A drop must be drawn in the frame in which the card is let go: the default of a later task shows it back for one.
notifyManager.setScheduler(queueMicrotask)

/** What every page stands on: server state, the state in the address, tooltips, toasts. */
export function Providers({ children }: { children: ReactNode }) {
  const [client] = useState(() => new QueryClient({ defaultOptions: { queries: { retry: shouldRetry } } }))
  return (
    <QueryClientProvider client={client}>
      <Tooltip.Provider delayDuration={400} skipDelayDuration={200}>
        <NuqsAdapter>{children}</NuqsAdapter>
        <Toaster
          position="bottom-right"
          mobileOffset={{ bottom: 72 }}
          toastOptions={{
            unstyled: true,
            classNames: {
              toast:
                'flex w-(--width) items-start gap-2 rounded-card border bg-raised p-3 text-dense text-text shadow-float',
              title: 'font-medium',
              description: 'text-muted',
              icon: 'mt-px shrink-0',
              actionButton: 'shrink-0 rounded-control border px-2 py-1 font-medium hover:border-border-strong',
              cancelButton: 'shrink-0 rounded-control border px-2 py-1 font-medium hover:border-border-strong',
              content: 'min-w-0 grow',
            },
          }}
        />
      </Tooltip.Provider>
    </QueryClientProvider>
  )
}

/** A refusal stays a refusal; only what got lost on the way, or broke over there, is asked for twice more. */
function shouldRetry(failures: number, error: Error): boolean {
  const status = 'status' in error && typeof error.status === 'number' ? error.status : 0
  return failures < 2 && (status === 0 || status >= 500)
}
