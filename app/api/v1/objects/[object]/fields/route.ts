import * as kasar from '@/lib/contracts/kasar/object.contract'
import { presentField } from '@/lib/contracts/kasar/object.present'
import { addField } from '@/lib/domain/object/add-field'
import { findObject } from '@/lib/domain/object/find'
import { ownFields } from '@/lib/domain/object/own-field'
import { endpoint } from '@/lib/http/endpoint'

export const GET = endpoint(
  kasar.listFields,
  async (scope, { params }) => ownFields(scope, (await findObject(scope, params.object)).id),
  (fields) => ({ data: fields.map(presentField) }),
)

export const POST = endpoint(
  kasar.createField,
  (tx, { params, body: { unique, ...field } }) => addField(tx, params.object, { ...field, isUnique: unique }),
  (field) => ({ data: presentField(field) }),
)
