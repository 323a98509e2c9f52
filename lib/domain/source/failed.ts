/**
 * A source could not be read, or not to its end. The message is a sentence for whoever runs the flow: it holds no
 * secret, and of an address the host alone. Bad data is no failure, but a broken item.
 */
export class SourceFailed extends Error {
  override readonly name = 'SourceFailed'
  /** Whether it may go well a while later. */
  readonly temporary: boolean
  /** How many seconds the source asks to be left alone, where it does. */
  readonly retryAfter: number | null

  constructor(message: string, { temporary = false, retryAfter = null }: Partial<Failure> = {}) {
    super(message)
    this.temporary = temporary
    this.retryAfter = retryAfter
  }
}

type Failure = Pick<SourceFailed, 'temporary' | 'retryAfter'>
