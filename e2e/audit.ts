import { sql } from '@/lib/db/client'

interface Audited {
  id: string
  stageId: string
  rank: string | null
  version: number
  active: boolean
  row: Record<string, unknown>
  changes: { verb: string; from: string | null; to: string | null; after: Record<string, unknown> | null }[]
}

/** What a record is before anything is known of it; only these of its columns are written by callers. */
const blank: Record<string, unknown> = {
  ...{ title: null, description: null, tags: [], value: null, currency: null, pipelineId: null, stageId: null },
  ...{ ownerId: null, contactId: null, companyId: null, source: null, lostReason: null, expectedClose: null },
  ...{ archivedAt: null, trashedAt: null, externalId: null, metadata: {}, fields: {} },
}

/**
 * What is wrong with the cards of a workspace and their history, as sentences; none when all is well. Every card has
 * one change for each of its versions, which played one after another make it what it is; its moves follow on one
 * another and end where it stands; those on the board have an order key of their own, short enough, and the others none.
 */
export async function auditCards(workspaceId: string): Promise<string[]> {
  const cards = await sql<Audited>(
    `SELECT r.id, r."stageId", r.rank, r.version, r."archivedAt" IS NULL AND r."trashedAt" IS NULL AS active,
            to_jsonb(r) AS row,
            (SELECT coalesce(json_agg(json_build_object('verb', e.verb, 'from', c."fromStageId", 'to', c."toStageId",
               'after', c.after) ORDER BY c.id), '[]')
             FROM "Change" c JOIN "Event" e ON e."workspaceId" = c."workspaceId" AND e.id = c."eventId"
             WHERE c."workspaceId" = r."workspaceId" AND c."subjectId" = r.id) AS changes
     FROM "CrmRecord" r WHERE r."workspaceId" = $1 AND r."stageId" IS NOT NULL ORDER BY r.id`,
    [workspaceId],
  )
  return [...cards.flatMap(problemsOf), ...twins(cards), ...(await emptyEvents(workspaceId))]
}

function problemsOf({ id, stageId, rank, version, active, row, changes }: Audited): string[] {
  const problems: string[] = []
  if (changes.length !== version) problems.push(`${id} has version ${version} and ${changes.length} changes`)
  if (!['record.create', 'record.import'].includes(changes[0]?.verb ?? '')) problems.push(`${id} was not created`)
  let stood: string | null = null
  for (const { verb, from, to } of changes) {
    if (to === null) continue
    // Out of the trash a record comes to where it stood, or to where its stage's cards went meanwhile.
    if ((verb === 'record.restore' ? to : from) !== stood) problems.push(`${id} left a stage that it was not in`)
    stood = to
  }
  if (stood !== stageId) problems.push(`${id} stands elsewhere than its history says`)
  const played: Record<string, unknown> = Object.assign({}, blank, ...changes.map(({ after }) => after))
  for (const name of Object.keys(blank)) {
    if (comparable(name, played[name]) !== comparable(name, row[name])) {
      problems.push(`${id} has ${name} ${JSON.stringify(row[name])}, its history says ${JSON.stringify(played[name])}`)
    }
  }
  if (active !== (rank !== null)) problems.push(`${id} has the order key ${rank}`)
  if (rank !== null && rank.length > 64) problems.push(`${id} has an order key of ${rank.length} bytes`)
  return problems
}

// Instants are spelt in two ways, and the order of keys means nothing.
const comparable = (name: string, value: unknown): string =>
  name.endsWith('At') && typeof value === 'string'
    ? new Date(value).toISOString()
    : JSON.stringify(value, (_, each) =>
        each && typeof each === 'object' && !Array.isArray(each)
          ? Object.fromEntries(Object.entries(each).toSorted())
          : each,
      )

function twins(cards: Audited[]): string[] {
  const seen = new Set<string>()
  return cards.flatMap(({ id, stageId, rank }) => {
    const place = `${stageId} ${rank}`
    if (rank === null || !seen.has(place)) {
      seen.add(place)
      return []
    }
    return [`${id} shares its place with another card`]
  })
}

async function emptyEvents(workspaceId: string): Promise<string[]> {
  const events = await sql<{ id: string; verb: string }>(
    `SELECT e.id, e.verb FROM "Event" e WHERE e."workspaceId" = $1 AND NOT EXISTS (
       SELECT 1 FROM "Change" c WHERE c."workspaceId" = e."workspaceId" AND c."eventId" = e.id)`,
    [workspaceId],
  )
  return events.map(({ id, verb }) => `the event ${id} (${verb}) changed nothing`)
}
