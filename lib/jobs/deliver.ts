import { Webhook } from 'standardwebhooks'
import { dueDeliveries, webhooksWithNews } from '@/lib/db/sql/webhook'
import { openTransaction, readerFor, type Scope } from '@/lib/db/transaction'
import { eventOf, type TypedEvent } from '@/lib/domain/event/feed'
import type { Attempt, Outcome } from '@/lib/domain/webhook/attempt'
import { type Claim, claimDelivery, dropClaim, mostAtOnce } from '@/lib/domain/webhook/claim'
import { fanOut } from '@/lib/domain/webhook/fan-out'
import { settleDelivery } from '@/lib/domain/webhook/settle'
import { NoReply } from '@/lib/net/no-reply'
import type { Outbound, Sent } from '@/lib/net/send'
import { TargetRefused } from '@/lib/net/target'
import type { Job, Kind } from './work'

/** What a receiver is told: the body of a delivery, as Standard Webhooks has it. */
export interface Message {
  type: string
  timestamp: string
  data: object
}

/** Puts an event into the words that receivers read. */
export type Speak = (event: TypedEvent) => Message

/** How many deliveries one process has under way at once; of one webhook a few (claim.ts). */
const concurrency = 24
/** How much of a reply the log keeps. */
const keptBytes = 1024

const caller = (workspaceId: string) => ({
  workspaceId,
  actor: { userId: null, apiKeyId: null, door: 'job' as const },
  requestId: null,
})

/** The deliveries of webhooks as work: what the feed of events brings, and what is to be tried again. */
export const deliveries = (outbound: Outbound, speak: Speak): Kind => ({
  name: 'deliveries',
  concurrency,
  due: async () => {
    for (const webhook of await webhooksWithNews()) await follow(webhook)
    return dueDeliveries(mostAtOnce, null)
  },
  run: (job, signal) => deliver(job, outbound, speak, signal),
})

/** Makes the deliveries of what the feed has for one webhook; its trouble is not the others'. */
export async function follow({ workspaceId, id }: Job): Promise<void> {
  try {
    while (await openTransaction(caller(workspaceId), (tx) => fanOut(tx, id)));
  } catch (error) {
    console.error(`webhook ${id} cannot follow its events:`, error)
  }
}

/** Sends one delivery if it is still to be sent, and writes down what became of it. Gives what its webhook has due next. */
export async function deliver(job: Job, outbound: Outbound, speak: Speak, signal: AbortSignal): Promise<Job[]> {
  const by = caller(job.workspaceId)
  const claim = await openTransaction(by, (tx) => claimDelivery(tx, job.id))
  if (!claim) return []
  const message = await messageOf(readerFor(by), claim, speak)
  const outcome = await attempt(claim, message, outbound, signal)
  if (signal.aborted && outcome.status === null) {
    await openTransaction(by, (tx) => dropClaim(tx, claim))
    return []
  }
  await openTransaction(by, (tx) => settleDelivery(tx, claim, outcome))
  return dueDeliveries(mostAtOnce, { workspaceId: job.workspaceId, webhookId: claim.webhookId })
}

async function messageOf(scope: Scope, claim: Claim, speak: Speak): Promise<Message> {
  const event = claim.eventId === null ? null : await eventOf(scope, claim.eventId, claim.type)
  return event ? speak(event) : { type: claim.type, timestamp: claim.createdAt.toISOString(), data: {} }
}

async function attempt(claim: Claim, message: Message, outbound: Outbound, signal: AbortSignal): Promise<Outcome> {
  const at = new Date()
  const began = performance.now()
  const body = JSON.stringify(message)
  const tried = (rest: Pick<Attempt, 'status' | 'response' | 'error'>): Attempt => ({
    at: at.toISOString(),
    milliseconds: Math.round(performance.now() - began),
    ...rest,
  })
  try {
    const reply = await outbound.send(claim.url, { method: 'POST', headers: headersOf(claim, at, body), body, signal })
    return { ...tried({ status: reply.status, response: beginning(reply), error: null }), ...wish(reply) }
  } catch (error) {
    if (!(error instanceof NoReply || error instanceof TargetRefused)) throw error
    return tried({ status: null, response: null, error: error.message })
  }
}

/** Standard Webhooks: the same id on every attempt, and a signature by each secret that is good now. */
function headersOf(claim: Claim, at: Date, body: string): Record<string, string> {
  const id = claim.eventId ?? claim.id
  return {
    'content-type': 'application/json',
    'user-agent': 'Throughline-Webhooks',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': claim.secrets.map((secret) => new Webhook(secret).sign(id, at, body)).join(' '),
  }
}

// The database keeps no NUL.
const beginning = ({ body }: Sent): string => body.subarray(0, keptBytes).toString('utf8').replaceAll('\0', '\u{fffd}')

function wish({ headers }: Sent): Pick<Outcome, 'retryAfter'> {
  const seconds = Number(headers['retry-after'])
  return Number.isFinite(seconds) && seconds > 0 ? { retryAfter: seconds } : {}
}
