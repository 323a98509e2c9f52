import { sql } from '../client'

/**
 * Lets PostgreSQL count what was just loaded. Until its own autovacuum passes by, it knows nothing of a table that was
 * empty, and may check every foreign key through an index that reads the whole workspace.
 */
export async function countAnew(): Promise<void> {
  await sql('ANALYZE "CrmRecord", "Event", "Change"', [])
}
