import { sql } from '@/lib/db/client'

/** Clocks of several machines differ by less. */
const grace = 600_000

/** Forgets the counts of minutes, and of sign-in attempts, whose time is over. */
export const forgetCounts = async (): Promise<void> => {
  await sql('DELETE FROM "RateLimit" WHERE expire < $1', [Date.now() - grace])
}
