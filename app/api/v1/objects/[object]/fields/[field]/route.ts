import * as kasar from '@/lib/contracts/kasar/object.contract'
import { presentField } from '@/lib/contracts/kasar/object.present'
import { removeField } from '@/lib/domain/object/remove-field'
import { updateField } from '@/lib/domain/object/update-field'
import { endpoint } from '@/lib/http/endpoint'

export const PUT = endpoint(
  kasar.updateField,
  (tx, { params, body }) => updateField(tx, params.object, params.field, body),
  (field) => ({ data: presentField(field) }),
)

export const DELETE = endpoint(
  kasar.deleteField,
  (tx, { params }) => removeField(tx, params.object, params.field),
  null,
)
