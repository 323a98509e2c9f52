import * as kasar from '@/lib/contracts/kasar/notification.contract'
import { readNotification } from '@/lib/domain/notification/read'
import { endpoint } from '@/lib/http/endpoint'

export const PUT = endpoint(
  kasar.readNotification,
  (tx, { params, caller }) => readNotification(tx, caller.actor.userId, params.id),
  null,
)
