import { isMissing, isSignedOut } from '@/components/shell/refusal-words'
import type { BoardApi } from './board-api'

type Endings = {
  /** Nobody is signed in here any more. */
  signedOut: () => void
  /** The board was deleted, or is no longer this person's to see. */
  gone: () => void
}

/** The same API, which tells when an answer says that this is over. */
export function noticingEndings(api: BoardApi, { signedOut, gone }: Endings): BoardApi {
  const noticing =
    <Asked extends unknown[], Answer>(ask: (...asked: Asked) => Promise<Answer>, missing?: () => void) =>
    (...asked: Asked) =>
      ask(...asked).catch((error: unknown) => {
        if (isSignedOut(error)) signedOut()
        if (isMissing(error)) missing?.()
        throw error
      })
  return { read: noticing(api.read, gone), move: noticing(api.move), create: noticing(api.create) }
}
