import { sqlState, type Tx } from '@/lib/db/transaction'
import { recordEvent } from '../event/record-event'
import { newId } from '../id'
import { commonFields } from '../record/gate'
import { conflict, invalid } from '../refusal'
import { findObject } from './find'
import type { OwnField, OwnFieldType } from './own-field'

export interface NewField {
  name: string
  /** By default the name, spelt out. */
  label?: string
  type: OwnFieldType
  options?: string[]
  isUnique?: boolean
}

/** Gives an object a field. Refuses a name that it has already, a choice without options, and unique lists. */
export async function addField(tx: Tx, objectName: string, given: NewField): Promise<OwnField> {
  const object = await findObject(tx, objectName)
  if (Object.hasOwn(commonFields, given.name))
    throw conflict(`Every record has a field '${given.name}' already`, 'name')
  const choice = given.type === 'select' || given.type === 'multi_select'
  if (choice && !given.options?.length) throw invalid('options', 'is required for a choice')
  if (given.type === 'multi_select' && given.isUnique) throw invalid('unique', 'cannot hold for a list')
  const spelt = given.name.replaceAll('_', ' ')
  const field: OwnField = {
    id: newId(),
    name: given.name,
    label: given.label ?? spelt.charAt(0).toUpperCase() + spelt.slice(1),
    type: given.type,
    options: given.options ?? [],
    isUnique: given.isUnique ?? false,
  }
  const position = await tx.db.field.count({ where: { workspaceId: tx.workspaceId, objectId: object.id } })
  try {
    await tx.db.field.create({ data: { workspaceId: tx.workspaceId, objectId: object.id, position, ...field } })
  } catch (error) {
    if (sqlState(error) === '23505') throw conflict(`The object has a field '${given.name}' already`, 'name')
    throw error
  }
  await recordEvent(tx, 'field.add', [
    { subject: 'field', subjectId: field.id, before: null, after: { object: object.name, ...field } },
  ])
  return field
}
