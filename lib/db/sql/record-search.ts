import type { Scope } from '../transaction'
import type { Given } from './column'

const hits = (objectId: string, text: string): string =>
  `SELECT s."recordId" FROM "RecordSearch" s WHERE s."workspaceId" = $1 AND s.words @@ record_query(${objectId}, ${text})`

// The planner takes the beginning of a word for one that every fiftieth record has, and reads all records of the object
// instead of the few that there are. This always holds, and it takes it for something that one in two hundred fulfils.
const seldom = 'num_nulls(s.words) = 0'
const few = 1_000

/**
 * Whether a record `r` of an object has, for each word of a text, a word that begins so; without a word none has. Looks
 * how many there are, since what is best for few takes many times as long for all; whether there are few by now changes
 * only how they are read.
 */
export async function searchTerm(scope: Scope, objectId: string, text: string): Promise<(given: Given) => string> {
  const [found] = await scope.sql<{ count: number }>(
    `SELECT count(*) FROM (${hits('$2', '$3')} AND ${seldom} LIMIT $4) hits`,
    [scope.workspaceId, objectId, text, few],
  )
  const rest = found && found.count < few ? ` AND ${seldom}` : ''
  return (given) => `r.id IN (${hits(given(objectId), given(text))}${rest})`
}
