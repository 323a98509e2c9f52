import { sqlState, type Tx } from '@/lib/db/transaction'
import { recordEvent } from '../event/record-event'
import { newId } from '../id'
import { commonFields } from '../record/gate'
import { conflict, invalid } from '../refusal'
import { lockObject } from './lock'
import { type OwnField, ownFields, refuseBadOptions, spelt } from './own-field'

export interface NewField {
  name: string
  /** By default the name, spelt out. */
  label?: string
  /** `pipeline` lets the object's records stand on boards. */
  type: OwnField['type']
  options?: string[]
  isUnique?: boolean
}

/** How many fields of its own an object may have. */
const most = 500

/** Names that every record answers to, beside those that gates may ask for. */
const taken = [
  ...['id', 'object', 'pipeline_id', 'pipeline_step_id', 'stage_id', 'metadata', 'fields', 'status', 'version'],
  ...['created_at', 'updated_at'],
]

/**
 * Gives an object a field. Refuses a name that it has already, a choice without options, unique lists, a second field
 * for boards, and one field too many.
 */
export async function addField(tx: Tx, objectName: string, given: NewField): Promise<OwnField> {
  const object = await lockObject(tx, objectName)
  if (Object.hasOwn(commonFields, given.name) || taken.includes(given.name))
    throw conflict(`Every record has a field '${given.name}' already`, 'name')
  refuseBadOptions(given.type, given.options ?? [])
  const plain = given.type !== 'multi_select' && given.type !== 'pipeline'
  if (!plain && given.isUnique) throw invalid('unique', `cannot hold for a ${given.type} field`)
  if (given.type === 'pipeline' && object.hasBoards) throw conflict('The object has a pipeline field already', 'type')
  const others = await ownFields(tx, object.id)
  if (others.length >= most) throw conflict(`An object has at most ${most} fields`)
  const field: OwnField = {
    id: newId(),
    name: given.name,
    label: given.label ?? spelt(given.name),
    type: given.type,
    options: given.options ?? [],
    isUnique: given.isUnique ?? false,
  }
  const where = { workspaceId: tx.workspaceId, objectId: object.id }
  const { _max } = await tx.db.field.aggregate({ where, _max: { position: true } })
  try {
    await tx.db.field.create({ data: { ...where, position: (_max.position ?? -1) + 1, ...field } })
  } catch (error) {
    if (sqlState(error) === '23505') throw conflict(`The object has a field '${given.name}' already`, 'name')
    throw error
  }
  await recordEvent(tx, 'field.add', [
    { subject: 'field', subjectId: field.id, before: null, after: { object: object.name, ...field } },
  ])
  return field
}
