import * as kasar from '@/lib/contracts/kasar/task.contract'
import { presentTask } from '@/lib/contracts/kasar/task.present'
import { readTask } from '@/lib/contracts/kasar/task.read'
import { findTask } from '@/lib/domain/task/find'
import { removeTask } from '@/lib/domain/task/remove'
import { updateTask } from '@/lib/domain/task/update'
import { endpoint } from '@/lib/http/endpoint'

export const GET = endpoint(
  kasar.getTask,
  (scope, { params }) => findTask(scope, params.id),
  (task) => ({ data: presentTask(task) }),
)

export const PUT = endpoint(
  kasar.updateTask,
  (tx, { params, body }) => updateTask(tx, params.id, readTask(body)),
  (task) => ({ task_id: task.id, action: 'updated' }),
)

export const DELETE = endpoint(kasar.deleteTask, (tx, { params }) => removeTask(tx, params.id), null)
