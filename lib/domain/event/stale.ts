import { changesSince, type VersionChange } from '@/lib/db/sql/change'
import type { Tx } from '@/lib/db/transaction'
import { Refusal } from '../refusal'

/**
 * Refuses (stale) a change of a row that is not in the version its caller has `seen`, and says who changed what since.
 * The row must be locked, so that of two callers who saw the same version one is refused.
 */
export async function refuseIfStale(
  tx: Tx,
  row: { id: string; version: number },
  seen: number | undefined,
): Promise<void> {
  if (seen === undefined || seen === row.version) return
  const who = whoChanged(await changesSince(tx, row.id, seen))
  throw new Refusal('stale', `${who ?? 'This is not the version that If-Match names'}: read it again`)
}

/** Who changed what, and when, as a sentence without its end; null where nobody changed anything. */
export function whoChanged(changes: VersionChange[]): string | null {
  const [last] = changes
  if (!last) return null
  const others = new Set(changes.map((change) => change.actorId)).size - 1
  const name = last.actorName ?? 'Throughline'
  const who = others === 0 ? name : `${name} and ${others} ${others === 1 ? 'other' : 'others'}`
  return `${who} ${didWhat(changes)} at ${last.at.toISOString()}`
}

function didWhat(changes: VersionChange[]): string {
  const last = changes[0]?.after
  if (last === null || last?.trashedAt) return 'deleted it'
  return `changed ${listOf(wordsFor(changes))}`
}

/** What was changed, in words, each once. */
function wordsFor(changes: VersionChange[]): string[] {
  const columns = new Set(changes.flatMap(({ after }) => Object.keys(after ?? {})))
  // A card that goes to another stage has another place there, too.
  if (columns.has('stageId')) columns.delete('rank')
  const known = Object.entries(words).flatMap(([column, word]) => (columns.has(column) ? [word] : []))
  return [...known, ...ownFields(changes)]
}

/** The object's own fields, which stand together in one column. */
function ownFields(changes: VersionChange[]): string[] {
  const touched = changes.flatMap(({ before, after }) => {
    const [old, now] = [fieldsIn(before), fieldsIn(after)]
    const names = Object.keys({ ...old, ...now })
    return names.filter((name) => JSON.stringify(old[name]) !== JSON.stringify(now[name]))
  })
  return [...new Set(touched)]
}

const fieldsIn = (row: VersionChange['after']): Record<string, unknown> => {
  const fields = row?.fields
  return typeof fields === 'object' && fields !== null ? { ...fields } : {}
}

const most = 10

function listOf(names: string[]): string {
  const shown = names.slice(0, most).map((name) => `'${name}'`)
  if (names.length > most) shown.push(`${names.length - most} more`)
  if (shown.length < 2) return shown[0] ?? 'it'
  return `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`
}

/** Columns as people call them. Those that follow from others, such as when a stage was entered, have no word. */
const words: Record<string, string> = {
  title: 'title',
  description: 'description',
  dueAt: 'due date',
  priority: 'priority',
  actionType: 'type',
  recurrence: 'recurrence',
  assignedToId: 'assignee',
  completedAt: 'completed',
  links: 'links',
  tags: 'tags',
  value: 'value',
  currency: 'currency',
  stageId: 'stage',
  rank: 'position',
  ownerId: 'owner',
  contactId: 'contact',
  companyId: 'company',
  source: 'source',
  lostReason: 'lost reason',
  expectedClose: 'expected close',
  externalId: 'external id',
  metadata: 'metadata',
  archivedAt: 'archived',
  trashedAt: 'deleted',
  name: 'name',
  isDefault: 'default',
  rottingDays: 'rotting days',
  stages: 'stages',
  status: 'status',
  schedule: 'schedule',
  executionConfig: 'execution config',
  connectorId: 'connector',
  objectId: 'schema',
  nodes: 'nodes',
  edges: 'edges',
  settings: 'config',
  secretNames: 'secrets',
}
