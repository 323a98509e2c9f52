import type { RecordWork } from '@/lib/domain/record/work'
import type { BulkItem } from './bulk.contract'
import { readCardChange, readNewCard } from './card.read'

/** What an item asks for, in the domain's words. A card that is archived without a date is archived at `now`. */
export function readBulkItem(item: BulkItem, now: Date): RecordWork {
  switch (item.op) {
    case 'create':
      return { create: readNewCard(item) }
    case 'delete':
      return { id: item.id, seen: item.if_version, change: 'trash' }
    case 'archive':
      return { id: item.id, seen: item.if_version, change: { archivedAt: item.archived_at ?? now } }
    default:
      return { id: item.id, seen: item.if_version, change: readCardChange(item) }
  }
}
