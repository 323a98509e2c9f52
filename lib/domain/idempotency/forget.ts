import { sql } from '@/lib/db/client'

/** Forgets the outcomes of idempotent requests that are past their 24 hours, of every workspace. */
export const forgetReplies = async (): Promise<void> => {
  await sql(`DELETE FROM "IdempotentReply" WHERE "createdAt" < now() - interval '24 hours'`, [])
}
