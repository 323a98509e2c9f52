import type { BoardApi } from './board-api'
import { isSignedOut } from './refusal-words'

/** The same API, which tells when an answer says that nobody is signed in here any more. */
export function noticingSignOut(api: BoardApi, signedOut: () => void): BoardApi {
  const noticing =
    <Asked extends unknown[], Answer>(ask: (...asked: Asked) => Promise<Answer>) =>
    (...asked: Asked) =>
      ask(...asked).catch((error: unknown) => {
        if (isSignedOut(error)) signedOut()
        throw error
      })
  return { read: noticing(api.read), move: noticing(api.move), create: noticing(api.create) }
}
