import { CircleAlert, SearchX, Trash2 } from 'lucide-react'
import type { ReactNode } from 'react'
import { explain, isMissing, isSignedOut } from '@/components/shell/refusal-words'
import { SignInAgain } from '@/components/shell/sign-in-again'
import { Button } from '@/components/ui/button'
import { State } from '@/components/ui/state'

type RecordProblemProps = {
  /** What a record of this kind is called. */
  noun: string
  error: Error
  /** It was shown before. */
  known: boolean
  onRetry: () => void
  /** The way on from a record that is not there. */
  back: ReactNode
}

/** Why a record cannot be shown. */
export function RecordProblem({ noun, error, known, onRetry, back }: RecordProblemProps) {
  if (isMissing(error)) {
    return known ? (
      <State alert icon={Trash2} title={`This ${noun} was deleted`} action={back}>
        It is in the trash now, where it can be restored from.
      </State>
    ) : (
      <State icon={SearchX} title={`There is no such ${noun} here`} action={back}>
        It was deleted, or the address belongs to another workspace.
      </State>
    )
  }
  return (
    <State
      alert
      icon={CircleAlert}
      title={`The ${noun} could not be loaded`}
      action={
        isSignedOut(error) ? <SignInAgain>Sign in again</SignInAgain> : <Button onClick={onRetry}>Try again</Button>
      }
    >
      {explain(error)} Nothing on it was changed.
    </State>
  )
}
