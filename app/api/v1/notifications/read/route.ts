import * as kasar from '@/lib/contracts/kasar/notification.contract'
import { readAllNotifications } from '@/lib/domain/notification/read'
import { endpoint } from '@/lib/http/endpoint'

export const PUT = endpoint(
  kasar.readAllNotifications,
  (tx, { caller }) => readAllNotifications(tx, caller.actor.userId),
  (read) => ({ read }),
)
