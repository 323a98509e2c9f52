/** A claim that is being held on to. */
export interface Held {
  /** Aborts when the claim is lost. */
  lost: AbortSignal
  /** Holds on no longer. */
  release(): void
}

const everyMs = 5_000

/** Says every few seconds that a claim is still held. While the database does not answer, nobody knows that it is lost. */
export function keepHolding(hold: () => Promise<boolean>): Held {
  const lost = new AbortController()
  let asking = false
  const timer = setInterval(async () => {
    if (asking) return
    asking = true
    const held = await hold().catch(() => true)
    asking = false
    if (!held) lost.abort()
  }, everyMs)
  return { lost: lost.signal, release: () => clearInterval(timer) }
}
