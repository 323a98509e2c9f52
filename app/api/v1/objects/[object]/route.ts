import * as kasar from '@/lib/contracts/kasar/object.contract'
import { presentObject } from '@/lib/contracts/kasar/object.present'
import { findObject } from '@/lib/domain/object/find'
import { removeObject } from '@/lib/domain/object/remove'
import { updateObject } from '@/lib/domain/object/update'
import { endpoint } from '@/lib/http/endpoint'

export const GET = endpoint(
  kasar.getObject,
  (scope, { params }) => findObject(scope, params.object),
  (object) => ({ data: presentObject(object) }),
)

export const PUT = endpoint(
  kasar.updateObject,
  (tx, { params, body }) => updateObject(tx, params.object, body),
  (object) => ({ data: presentObject(object) }),
)

export const DELETE = endpoint(kasar.deleteObject, (tx, { params }) => removeObject(tx, params.object), null)
