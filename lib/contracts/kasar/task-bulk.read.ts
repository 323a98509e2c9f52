import type { TaskWork } from '@/lib/domain/task/work'
import { readTask } from './task.read'
import type { TaskItem } from './task-bulk.contract'

/** What an item asks for, in the domain's words. */
export function readTaskItem(item: TaskItem): TaskWork {
  switch (item.op) {
    case 'create':
      return { create: readTask(item) }
    case 'update':
      return { id: item.id, change: readTask(item) }
    default:
      return { id: item.id, change: item.op }
  }
}
