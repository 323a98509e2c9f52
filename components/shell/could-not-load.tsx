import { CircleAlert } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { State } from '@/components/ui/state'
import { explain, isSignedOut } from './refusal-words'
import { SignInAgain } from './sign-in-again'

type CouldNotLoadProps = { what: string; safe: string; error: Error; onRetry: () => void }

/** Says that something could not be loaded, what is safe, and how to go on. */
export function CouldNotLoad({ what, safe, error, onRetry }: CouldNotLoadProps) {
  return (
    <State
      alert
      icon={CircleAlert}
      title={`${what} could not be loaded`}
      action={
        isSignedOut(error) ? <SignInAgain>Sign in again</SignInAgain> : <Button onClick={onRetry}>Try again</Button>
      }
    >
      {explain(error)} {safe}
    </State>
  )
}
