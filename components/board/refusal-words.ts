/** Whatever went wrong, as a sentence for the person at the screen. Fields that a stage asks for are named. */
export function explain(error: unknown): string {
  const { message, status, missingFields } = read(error)
  if (status === 0) return 'The server could not be reached.'
  if (status >= 500) return 'Something went wrong on the server.'
  const unnamed = missingFields.filter((field) => !message.toLowerCase().includes(field.toLowerCase()))
  const sentence = /[.!?]$/.test(message) ? message : `${message}.`
  return unnamed.length > 0 ? `${sentence} Missing: ${unnamed.map(inWords).join(', ')}.` : sentence
}

/** What was asked for is not there, or not for this person to see. */
export function isMissing(error: unknown): boolean {
  return read(error).status === 404
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

function inWords(field: string): string {
  return field.replaceAll('_', ' ')
}
