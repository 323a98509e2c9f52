import { listObjects as contract } from '@/lib/contracts/kasar/record.contract'
import { presentObject } from '@/lib/contracts/kasar/record.present'
import { listObjects } from '@/lib/domain/object/find'
import { endpoint } from '@/lib/http/endpoint'

export const GET = endpoint(contract, listObjects, (objects) => ({ data: objects.map(presentObject) }))
