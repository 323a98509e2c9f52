import type { Scope } from '@/lib/db/transaction'
import { notFound } from '../refusal'
import type { ObjectRow } from './find'
import { type OwnField, ownFields } from './own-field'

/** The field of an object with this name. Refuses (not found) another. */
export async function findField(scope: Scope, object: ObjectRow, name: string): Promise<OwnField> {
  const field = (await ownFields(scope, object.id)).find((each) => each.name === name)
  if (!field) throw notFound('field')
  return field
}
