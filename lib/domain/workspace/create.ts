import { type Actor, openTransaction, sqlState, type Tx } from '@/lib/db/transaction'
import { recordEvent } from '../event/record-event'
import { newId } from '../id'
import { conflict, invalid } from '../refusal'
import { isTimeZone } from '../time-zone'
import { refuseBadSlug } from './slug'

export interface NewWorkspace {
  slug: string
  name: string
  /** IANA; by default UTC. */
  timeZone?: string
  /** ISO 4217; by default USD. */
  currency?: string
}

const longestName = 500

// What every workspace starts with. `pipeline` marks an object whose records stand on boards.
const objects = [
  {
    name: 'contacts',
    displayName: 'Contacts',
    fields: [
      ['email', 'Email', 'email'],
      ['phone', 'Phone', 'phone'],
      ['job_title', 'Job title', 'text'],
    ],
  },
  {
    name: 'companies',
    displayName: 'Companies',
    fields: [
      ['domain', 'Domain', 'text'],
      ['industry', 'Industry', 'text'],
      ['location', 'Location', 'text'],
    ],
  },
  { name: 'opportunities', displayName: 'Opportunities', fields: [['stage', 'Stage', 'pipeline']] },
  {
    name: 'candidates',
    displayName: 'Candidates',
    fields: [
      ['stage', 'Stage', 'pipeline'],
      ['position', 'Position', 'text'],
    ],
  },
] as const

/**
 * Makes a workspace with its built-in objects and first agent, and runs `more` (its first admin, say) in the same
 * transaction. Refuses a slug that is taken or unfit, and an unknown time zone or currency.
 */
export async function createWorkspace<T>(
  actor: Actor,
  given: NewWorkspace,
  more: (tx: Tx) => Promise<T>,
): Promise<{ id: string; more: T }> {
  refuseBadSlug(given.slug)
  if (given.name.trim() === '' || given.name.length > longestName)
    throw invalid('name', `must have 1 to ${longestName} characters`)
  if (given.timeZone && !isTimeZone(given.timeZone)) throw invalid('timeZone', 'must be an IANA time zone')
  if (given.currency && !Intl.supportedValuesOf('currency').includes(given.currency)) {
    throw invalid('currency', 'must be an ISO 4217 currency code')
  }
  const id = newId()
  try {
    return await openTransaction(
      { workspaceId: id, actor: { ...actor, userId: null }, requestId: null },
      async (tx) => {
        await tx.db.workspace.create({ data: { id, ...given } })
        await addObjects(tx)
        await tx.db.agent.create({ data: { workspaceId: id, id: newId(), name: given.name } })
        await recordEvent(tx, 'workspace.create', [{ subject: 'workspace', subjectId: id, before: null, after: given }])
        return { id, more: await more(tx) }
      },
    )
  } catch (error) {
    if (sqlState(error) === '23505')
      throw conflict(`There is already a workspace with the slug '${given.slug}'`, 'slug')
    throw error
  }
}

async function addObjects(tx: Tx): Promise<void> {
  const { workspaceId } = tx
  for (const { name, displayName, fields } of objects) {
    const objectId = newId()
    await tx.db.crmObject.create({ data: { workspaceId, id: objectId, name, displayName, builtIn: true } })
    await tx.db.field.createMany({
      data: fields.map(([field, label, type], position) => ({
        workspaceId,
        id: newId(),
        objectId,
        name: field,
        label,
        type,
        position,
      })),
    })
  }
}
