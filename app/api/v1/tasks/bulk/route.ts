import { bulkTasks, taskItems } from '@/lib/contracts/kasar/task-bulk.contract'
import { readTaskItem } from '@/lib/contracts/kasar/task-bulk.read'
import { doTaskWork, lockForTaskWorks } from '@/lib/domain/task/work'
import { endpoint } from '@/lib/http/endpoint'
import { eachItem, readItems } from '@/lib/http/items'

const answers = {
  create: { status: 201, action: 'created' },
  update: { status: 200, action: 'updated' },
  complete: { status: 200, action: 'completed' },
  reopen: { status: 200, action: 'reopened' },
  delete: { status: 204 },
} as const

export const POST = endpoint(
  bulkTasks,
  async (tx, { body }) => {
    const items = readItems(taskItems, body.items)
    await lockForTaskWorks(
      tx,
      items.flatMap((read) => ('item' in read ? [readTaskItem(read.item)] : [])),
    )
    return eachItem(tx, 'kasar', items, async (item) => {
      const task = await doTaskWork(tx, readTaskItem(item))
      return { ...answers[item.op], ...(task && { task_id: task.id }) }
    })
  },
  (data) => ({ data }),
)
