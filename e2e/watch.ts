/** A stream of server-sent events as a test follows it. */
export interface Watched {
  status: number
  /** What was sent so far, comments included. */
  text(): string
  /** The data of what was told of a board so far. */
  events(): { pipeline_id: string; records: { id: string; version: number | null }[]; reset: boolean }[]
  /** The data of what was told of tasks. */
  tasks(): { ids: string[]; reset: boolean }[]
  /** How often something was told of the notifications. */
  notices(): number
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
  const named = (name: string) =>
    [...text.matchAll(/^event: (.*)\ndata: (.*)\n\n/gm)].flatMap(([, event, data]) =>
      event === name ? [JSON.parse(data ?? '')] : [],
    )
  return {
    status: reply.status,
    text: () => text,
    events: () => named('hint'),
    tasks: () => named('tasks'),
    notices: () => named('notice').length,
    ended: read().catch(() => {}),
    stop: () => leaving.abort(),
  }
}
