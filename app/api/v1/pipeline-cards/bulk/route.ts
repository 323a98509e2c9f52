import { bulkCards, bulkItems } from '@/lib/contracts/clarky/bulk.contract'
import { readBulkItem } from '@/lib/contracts/clarky/bulk.read'
import { presentCard } from '@/lib/contracts/clarky/card.present'
import { aDeal } from '@/lib/domain/record/find'
import { withPosition } from '@/lib/domain/record/position'
import { doWork, lockForWorks } from '@/lib/domain/record/work'
import { endpoint } from '@/lib/http/endpoint'
import { eachItem, readItems } from '@/lib/http/items'

const statuses = { create: 201, update: 200, move: 200, archive: 200, delete: 204 }

export const POST = endpoint(
  bulkCards,
  async (tx, { body }) => {
    const items = readItems(bulkItems, body.items)
    await lockForWorks(
      tx,
      items.flatMap((read) => ('item' in read ? [readBulkItem(read.item, tx.now)] : [])),
    )
    return eachItem(tx, 'clarky', items, async (item) => {
      const record = await doWork(tx, readBulkItem(item, tx.now), aDeal)
      const status = statuses[item.op]
      if (!record) return { status, data: null }
      return { status, data: presentCard(await withPosition(tx, record)), version: record.version }
    })
  },
  (data) => ({ data }),
)
