import type { HttpRefusalKind } from '@/lib/contracts/contract'

/** A request refused at the door, before any verb ran. `message` is a whole sentence for the caller. */
export class RequestRefusal extends Error {
  override name = 'RequestRefusal'

  constructor(
    readonly kind: HttpRefusalKind,
    message: string,
    readonly field?: string,
    readonly headers: Record<string, string> = {},
  ) {
    super(message)
  }
}
