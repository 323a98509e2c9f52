'use client'
import { CircleAlert } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { State } from '@/components/ui/state'

export default function Failed({ reset }: { reset: () => void }) {
  return (
    <main className="flex min-h-full">
      <State
        alert
        icon={CircleAlert}
        title="This page could not be made"
        action={<Button onClick={reset}>Try again</Button>}
      >
        Something went wrong on the server. What you have saved is safe.
      </State>
    </main>
  )
}
