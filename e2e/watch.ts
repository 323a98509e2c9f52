/** A stream of server-sent events as a test follows it. */
export interface Watched {
  status: number
  /** What was sent so far, comments included. */
  text(): string
  /** The data of the events so far. */
  events(): { pipeline_id: string; records: { id: string; version: number }[]; reset: boolean }[]
  /** Resolves once the stream has ended, in whatever way. */
  ended: Promise<void>
  /** Hangs up. */
  stop(): void
}

/** Opens an event stream; resolves when the head of the reply is there. */
export async function watch(url: string, headers: Record<string, string>): Promise<Watched> {
  const leaving = new AbortController()
  const reply = await fetch(url, { headers, signal: leaving.signal })
  let text = ''
  const read = async () => {
    const decoder = new TextDecoder()
    const body = reply.body?.getReader()
    for (let next = await body?.read(); next?.value; next = await body?.read()) {
      text += decoder.decode(next.value, { stream: true })
    }
  }
  return {
    status: reply.status,
    text: () => text,
    events: () => [...text.matchAll(/^event: hint\ndata: (.*)\n\n/gm)].map(([, data]) => JSON.parse(data ?? '')),
    ended: read().catch(() => {}),
    stop: () => leaving.abort(),
  }
}
