import { RateLimiterPostgres } from 'rate-limiter-flexible'
import { database } from '@/lib/db/client'

/** How a caller stands in the current minute, after the request that asked. */
export interface Allowance {
  /** Whether this request is within the limit. */
  granted: boolean
  /** Requests a minute. */
  limit: number
  /** How many more may follow, as far as this process knows: others spend too. */
  remaining: number
  /** When the minute ends, in milliseconds since 1970. */
  resetAt: number
}

/** Charges one request of `holder`, who may make `limit` in a minute. */
export type Spend = (holder: string, limit: number) => Promise<Allowance>

/** What a process has of one caller's minute. */
interface Lease {
  limit: number
  /** Points it may still spend without asking. */
  left: number
  /** Points that no process has taken yet, as the last look at the database told. */
  untaken: number
  taking?: Promise<void>
}

const minute = 60_000
/** Into how many blocks a minute's points are cut. */
const blocks = 50

/**
 * A counter of requests by the calendar minute. Any number of them, in any number of processes, share the limits: each
 * takes a block of a caller's points from the database in one statement and spends it from memory, so that together they
 * never grant more than the limit. What one of them has taken and not spent when the minute ends is lost.
 */
export function openCounter(): Spend {
  let began = 0
  let leases = new Map<string, Lease>()
  return async (holder, limit) => {
    const start = Date.now() - (Date.now() % minute)
    if (start !== began) {
      began = start
      leases = new Map()
    }
    const lease = leaseOf(leases, holder, limit)
    while (lease.left === 0 && lease.untaken > 0) {
      lease.taking ??= takeBlock(lease, `${holder}:${start / minute}`).finally(() => {
        lease.taking = undefined
      })
      await lease.taking
    }
    const granted = lease.left > 0
    if (granted) lease.left--
    return { granted, limit, remaining: lease.left + lease.untaken, resetAt: start + minute }
  }
}

// A limit that was changed meanwhile is looked at anew; the points it had left are lost.
function leaseOf(leases: Map<string, Lease>, holder: string, limit: number): Lease {
  const known = leases.get(holder)
  if (known?.limit === limit) return known
  const lease = { limit, left: 0, untaken: limit }
  leases.set(holder, lease)
  return lease
}

/**
 * Takes the next block of a minute's points; of the last one only what the limit leaves. The minute stands in the key, not
 * in the row's expiry alone: clocks that differ a little then never give the same minute out twice.
 */
async function takeBlock(lease: Lease, key: string): Promise<void> {
  const block = Math.max(1, Math.floor(lease.limit / blocks))
  const counter = new RateLimiterPostgres({
    storeClient: database().pool,
    tableName: 'RateLimit',
    tableCreated: true,
    keyPrefix: 'requests',
    points: lease.limit,
    duration: minute / 1000,
    clearExpiredByTimeout: false,
  })
  const { consumedPoints } = await counter.penalty(key, block)
  const before = consumedPoints - block
  lease.left += Math.min(block, Math.max(0, lease.limit - before))
  lease.untaken = Math.max(0, lease.limit - consumedPoints)
}
