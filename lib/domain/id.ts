import { v7 } from 'uuid'

/** Chance for the ids to come: a call for each would cost more than all the rest of it. */
const chance = new Uint8Array(4096)
let used = chance.length
let last = { msecs: 0, seq: 0 }

/** A new id: UUIDv7, so that ids sort by the time they were made, and those of one process by their order. */
export function newId(): string {
  if (used === chance.length) {
    crypto.getRandomValues(chance)
    used = 0
  }
  const random = chance.subarray(used, used + 16)
  used += 16
  const now = Date.now()
  last = now > last.msecs ? { msecs: now, seq: first(random) } : next(last)
  return v7({ ...last, random })
}

const largest = 0xffff_ffff

/** Somewhere in the lower half of the numbers that a millisecond has. */
const first = (random: Uint8Array): number => new DataView(random.buffer, random.byteOffset).getUint32(0) >>> 1

const next = ({ msecs, seq }: typeof last): typeof last =>
  seq < largest ? { msecs, seq: seq + 1 } : { msecs: msecs + 1, seq: 0 }

/** The id that is before every one made at or after an instant. */
export function earliestId(instant: Date): string {
  const time = Math.max(0, instant.getTime()).toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-000000000000`
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** Whether a caller's text can be an id at all; asking the database about anything else would be an error there. */
export const isId = (text: string): boolean => uuid.test(text)
