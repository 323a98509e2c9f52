import { pruneDeliveries } from '@/lib/db/sql/webhook'
import { earliestId } from '../id'

const days = 86_400_000

/** Forgets deliveries thirty days after they were made, of every workspace, and deleted webhooks with their last one. */
export const forgetDeliveries = (now = new Date()): Promise<void> =>
  pruneDeliveries(earliestId(new Date(now.getTime() - 30 * days)))
