/** A reply that was no success, as a client meets it. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    // biome-ignore lint/suspicious/noExplicitAny: every document has errors of its own form
    readonly body: any,
  ) {
    super(`${status} ${JSON.stringify(body)}`)
  }
}

/** Asks a server as any program does; gives the JSON of a success, undefined for no content. */
export async function speak<T>(
  url: string,
  method: string,
  headers: Record<string, string>,
  body?: unknown,
): Promise<T> {
  const reply = await fetch(url, {
    method,
    headers: { ...headers, ...(body !== undefined && { 'Content-Type': 'application/json' }) },
    body: body === undefined ? undefined : JSON.stringify(body),
  })
  const text = await reply.text()
  const said = text === '' ? undefined : JSON.parse(text)
  if (!reply.ok) throw new Refused(reply.status, said)
  return said
}
