/**
 * Whatever went wrong, as a sentence for the person at the screen. What a stage asks for is listed; `stageName` is the
 * stage that was to be entered.
 */
export function explain(error: unknown, stageName?: string): string {
  const { message, status, missingFields } = read(error)
  if (status === 0) return 'The server could not be reached.'
  if (status === 401) return 'Your session has ended: sign in again.'
  if (status >= 500) return 'Something went wrong on the server.'
  if (missingFields.length > 0 && stageName) {
    return `It needs ${listed(missingFields.map(withArticle))} before it can enter ${stageName}.`
  }
  const unnamed = missingFields.filter((field) => !message.toLowerCase().includes(field.toLowerCase()))
  const sentence = /[.!?]$/.test(message) ? message : `${message}.`
  return unnamed.length > 0 ? `${sentence} Missing: ${unnamed.map(inWords).join(', ')}.` : sentence
}

/** What was asked for is not there, or not for this person to see. */
export function isMissing(error: unknown): boolean {
  return read(error).status === 404
}

/** Nobody is signed in here any more. */
export function isSignedOut(error: unknown): boolean {
  return read(error).status === 401
}

/** The answer was lost or is none: what was asked for may have been done all the same. */
export function mayHaveHappened(error: unknown): boolean {
  const { status } = read(error)
  return status === 0 || status >= 500
}

function read(error: unknown): { message: string; status: number; missingFields: string[] } {
  const message = error instanceof Error ? error.message : ''
  const status = has(error, 'status') && typeof error.status === 'number' ? error.status : 0
  const fields = has(error, 'missingFields') && Array.isArray(error.missingFields) ? error.missingFields : []
  return { message, status, missingFields: fields.filter((field) => typeof field === 'string') }
}

function has<Key extends string>(error: unknown, key: Key): error is Record<Key, unknown> {
  return typeof error === 'object' && error !== null && key in error
}

/** What people call the fields that every card has. */
const known: Record<string, string> = {
  name: 'title',
  amount: 'value',
  owner_id: 'owner',
  contact_id: 'contact',
  company_id: 'company',
  expected_close: 'close date',
  external_id: 'outside id',
  lost_reason: 'reason for its loss',
}

function inWords(field: string): string {
  return (Object.hasOwn(known, field) ? known[field] : undefined) ?? field.replaceAll('_', ' ')
}

function withArticle(field: string): string {
  const words = inWords(field)
  if (/s$/i.test(words)) return words
  return /^[aeiou]/i.test(words) ? `an ${words}` : `a ${words}`
}

function listed(items: readonly string[]): string {
  return new Intl.ListFormat('en', { type: 'conjunction' }).format(items)
}
