import * as kasar from '@/lib/contracts/kasar/object.contract'
import { presentObject } from '@/lib/contracts/kasar/object.present'
import { createObject } from '@/lib/domain/object/create'
import { listObjects } from '@/lib/domain/object/find'
import { endpoint } from '@/lib/http/endpoint'

export const GET = endpoint(kasar.listObjects, listObjects, (objects) => ({ data: objects.map(presentObject) }))

export const POST = endpoint(
  kasar.createObject,
  (tx, { body: { hasPipelines, ...object } }) => createObject(tx, { ...object, hasBoards: hasPipelines }),
  (object) => ({ data: presentObject(object) }),
)
