import type { Scope } from '../transaction'

// Whoever writes a record holds this lock on the table from before it says when until it commits, so that nobody who
// could still show up with an earlier time is missed. One whose transaction has ended meanwhile has no beginning any
// more, and shows in whatever is read next. A server that does not tell when transactions began (track_activities = off)
// leaves us to go back as far as one may take.
const text = `
  SELECT date_trunc('milliseconds', least(now(), min(a.xact_start)) - CASE
    WHEN bool_or(a.pid = pg_backend_pid()) THEN interval '0' ELSE interval '1 hour' END) AS at
  FROM pg_stat_activity a
  WHERE a.xact_start IS NOT NULL AND (a.pid = pg_backend_pid() OR EXISTS (
    SELECT FROM pg_locks l
    WHERE l.pid = a.pid AND l.mode = 'RowExclusiveLock' AND l.relation = '"CrmRecord"'::regclass
      AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())))`

/**
 * An instant up to which nothing can be written any more: whatever is read from now on shows every change of a record
 * that says it was made before. By the clock that records say it by, the database's own.
 */
export async function settledAt(scope: Scope): Promise<Date> {
  const [row] = await scope.sql<{ at: Date }>({ name: 'settled_at', text }, [])
  if (!row) throw new Error('an aggregate gave no row')
  return row.at
}
