import * as kasar from '@/lib/contracts/kasar/task.contract'
import { presentListedTask } from '@/lib/contracts/kasar/task.present'
import { readTask, readTaskQuestion } from '@/lib/contracts/kasar/task.read'
import { readKeyset, toKeyset } from '@/lib/contracts/keyset'
import { browseTasks } from '@/lib/domain/task/browse'
import { createTask } from '@/lib/domain/task/create'
import { endpoint } from '@/lib/http/endpoint'

export const GET = endpoint(
  kasar.listTasks,
  async (scope, { query, caller }) => {
    const question = readTaskQuestion(query, caller.timeZone)
    const page = await browseTasks(scope, question, query.limit, readKeyset(query.cursor, question))
    return { ...page, nextCursor: toKeyset(page.next, question) }
  },
  ({ rows, total, nextCursor }) => ({ data: rows.map(presentListedTask), total, nextCursor }),
)

export const POST = endpoint(
  kasar.createTask,
  (tx, { body }) => createTask(tx, readTask(body)),
  (task) => ({ task_id: task.id, action: 'created' }),
)
