import { sqlState, type Tx } from '@/lib/db/transaction'
import { recordEvent } from '../event/record-event'
import { newId } from '../id'
import { conflict } from '../refusal'
import { findObject, listObjects, type ObjectRow } from './find'
import { spelt } from './own-field'

export interface NewObject {
  name: string
  /** By default the name, spelt out. */
  displayName?: string
  /** Its records can stand on boards. */
  hasBoards?: boolean
}

/** How many objects a workspace may have: all of them are listed at once. */
const most = 200

/** Makes a kind of record of the workspace's own. Refuses (conflict) a name that another has, and one object too many. */
export async function createObject(tx: Tx, given: NewObject): Promise<ObjectRow> {
  if ((await listObjects(tx)).length >= most) throw conflict(`A workspace has at most ${most} objects`)
  const { workspaceId } = tx
  const object = { id: newId(), name: given.name, displayName: given.displayName ?? spelt(given.name) }
  const field = { id: newId(), name: 'stage', label: 'Stage', type: 'pipeline' } as const
  try {
    await tx.db.crmObject.create({ data: { workspaceId, ...object } })
  } catch (error) {
    if (sqlState(error) === '23505') throw conflict(`There is an object '${given.name}' already`, 'name')
    throw error
  }
  if (given.hasBoards) await tx.db.field.create({ data: { workspaceId, objectId: object.id, position: 0, ...field } })
  await recordEvent(tx, 'object.create', [
    { subject: 'object', subjectId: object.id, before: null, after: object },
    ...(given.hasBoards
      ? [{ subject: 'field', subjectId: field.id, before: null, after: { object: object.name, ...field } }]
      : []),
  ])
  return findObject(tx, object.name)
}
