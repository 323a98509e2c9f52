import type { Actor, Scope } from '../transaction'

/** Where a reader of the feed stands: after this event, in the order of commits. */
export interface FeedPlace {
  mark: number
  id: string
}

/** An event as the feed is searched for it. */
export interface FeedEntry extends FeedPlace {
  verb: string
  at: Date
  /** A record that it changed is on a board. */
  onBoard: boolean
}

const entries = {
  name: 'feed_entries',
  text: `
    SELECT e.id, e.mark, e.verb, e.at, e."onBoard"
    FROM "Event" e
    WHERE e."workspaceId" = $1 AND (e.mark, e.id) > ($2, $3) AND e.mark < event_horizon()
    ORDER BY e.mark, e.id LIMIT $4`,
}

/**
 * Events in the order of their commits, from the one after `after` on. None can appear before these any more: what is
 * younger than a transaction that is still open is kept back until it has ended.
 */
export const feedEntries = ({ sql, workspaceId }: Scope, after: FeedPlace, limit: number): Promise<FeedEntry[]> =>
  sql<FeedEntry>(entries, [workspaceId, after.mark, after.id, limit])

/** The place just before every event that is not committed yet: from there on, all that comes is new. */
export async function feedEnd({ sql }: Scope): Promise<FeedPlace> {
  const [end] = await sql<{ mark: number }>('SELECT event_horizon() - 1 AS mark', [])
  return { mark: end?.mark ?? 0, id: lastId }
}

/** After every event of its mark. */
const lastId = 'ffffffff-ffff-ffff-ffff-ffffffffffff'

/**
 * The place before the first event, in the order of commits, that was made at or after `since`; null when there is
 * none. Events of the hour before are searched: ids follow the clock, and no transaction takes that long.
 * @param early an id that every event of that hour comes after
 */
export async function feedPlaceAt(scope: Scope, since: Date, early: string): Promise<FeedPlace | null> {
  const [first] = await scope.sql<FeedPlace>(
    `SELECT e.mark, e.id FROM "Event" e
     WHERE e."workspaceId" = $1 AND e.at >= $2 AND e.mark < event_horizon()
       AND e.mark >= coalesce((SELECT old.mark FROM "Event" old WHERE old."workspaceId" = $1 AND old.id < $3
                               ORDER BY old.id DESC LIMIT 1), 0)
     ORDER BY e.mark, e.id LIMIT 1`,
    [scope.workspaceId, since, early],
  )
  return first ? justBefore(first) : null
}

function justBefore({ mark, id }: FeedPlace): FeedPlace {
  const digits = (BigInt(`0x${id.replaceAll('-', '')}`) - 1n).toString(16).padStart(32, '0')
  return { mark, id: digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5') }
}

/** One changed row of an event. */
export interface FeedChange {
  id: string
  subject: string
  subjectId: string
  before: Record<string, unknown> | null
  after: Record<string, unknown> | null
  fromStageId: string | null
  toStageId: string | null
  /** The version that the row has since, where it has one. */
  version: number | null
  /** Of a record: its object's name. */
  object: string | null
  /** Of a record: the board it is on after the change. */
  pipelineId: string | null
}

/** An event with the first of its changes. */
export interface FeedEvent {
  id: string
  verb: string
  door: Actor['door']
  actorId: string | null
  requestId: string | null
  at: Date
  changes: FeedChange[]
  /** How many there are in all. */
  changed: number
}

const changeColumns = `c.id, c.subject, c."subjectId", c.before, c.after, c."fromStageId", c."toStageId",
                       c.version, o.name AS object, c."pipelineId"`
const ofChange = `c."workspaceId" = e."workspaceId" AND c."eventId" = e.id`
const itsObject = `LEFT JOIN "CrmObject" o ON o."workspaceId" = c."workspaceId" AND o.id = c."objectId"`

/** Events by their ids with at most `most` changes each, in no order. */
export const eventsWithChanges = ({ sql, workspaceId }: Scope, ids: string[], most: number): Promise<FeedEvent[]> =>
  sql<FeedEvent>(
    `SELECT e.id, e.verb, e.door, e."actorId", e."requestId", e.at,
            (SELECT count(*) FROM "Change" c WHERE ${ofChange}) AS changed,
            (SELECT coalesce(json_agg(first), '[]')
             FROM (SELECT ${changeColumns} FROM "Change" c ${itsObject}
                   WHERE ${ofChange} ORDER BY c.id LIMIT $3) first) AS changes
     FROM "Event" e WHERE e."workspaceId" = $1 AND e.id = ANY($2)`,
    [workspaceId, ids, most],
  )

/** The changes of one event, from the one after `after` on. */
export const changesOf = (
  { sql, workspaceId }: Scope,
  eventId: string,
  after: string | null,
  limit: number,
): Promise<FeedChange[]> =>
  sql<FeedChange>(
    `SELECT ${changeColumns} FROM "Change" c ${itsObject}
     WHERE c."workspaceId" = $1 AND c."eventId" = $2 AND ($3::uuid IS NULL OR c.id > $3)
     ORDER BY c.id LIMIT $4`,
    [workspaceId, eventId, after, limit],
  )
