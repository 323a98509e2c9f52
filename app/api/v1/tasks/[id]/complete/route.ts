import * as kasar from '@/lib/contracts/kasar/task.contract'
import { completeTask } from '@/lib/domain/task/complete'
import { endpoint } from '@/lib/http/endpoint'

export const PUT = endpoint(
  kasar.completeTask,
  (tx, { params, body }) => completeTask(tx, params.id, body.completed),
  (task, { body }) => ({ task_id: task.id, action: body.completed ? 'completed' : 'reopened' }),
)
