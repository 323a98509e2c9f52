import { z } from 'zod'
import { contract } from '../contract'
import { id, idOut, noQuery, unread } from '../schema'
import { createTask, updateTask } from './task.contract'

/** What an item says, by its `op`: the body of the operation that it stands for. */
export const taskItems = {
  create: createTask.body.safeExtend({ op: z.literal('create') }),
  update: updateTask.body.safeExtend({ op: z.literal('update'), id }),
  complete: z.strictObject({ op: z.literal('complete'), id }),
  reopen: z.strictObject({ op: z.literal('reopen'), id }),
  delete: z.strictObject({ op: z.literal('delete'), id }),
}

export type TaskItem = z.output<(typeof taskItems)[keyof typeof taskItems]>

const outcome = z.object({
  index: z.int().min(0).describe('The place of the item in the request'),
  status: z.int().describe('What the operation alone would have answered, with the rest of its reply beside it'),
  task_id: idOut.optional(),
  action: z.enum(['created', 'updated', 'completed', 'reopened']).optional(),
  error: z.literal(true).optional().describe('The item was refused; nothing of it was done'),
  code: z.string().optional(),
  message: z.string().optional(),
})

const example = '0198c2e4-7a10-7f08-a3cd-2e5d7b901a11'

/** Ours: many changes of tasks in one request. */
export const bulkTasks = contract({
  dialect: 'kasar',
  method: 'POST',
  path: '/tasks/bulk',
  title: 'Change many tasks',
  about:
    'Up to 1,000 items in 8 MiB, done in their order and committed at once. Each is answered as its operation alone would be; one that is refused undoes only itself. One undo takes all of them back.',
  example: {
    body: {
      items: [
        { op: 'complete', id: example },
        { op: 'create', title: '' },
      ],
    },
    reply: {
      data: [
        { index: 0, status: 200, task_id: example, action: 'completed' },
        { index: 1, status: 400, error: true, code: 'VALIDATION_ERROR', message: "Field 'title' must not be empty" },
      ],
    },
  },
  ours: true,
  itemwise: true,
  mebibytes: 8,
  query: noQuery,
  body: z.strictObject({ items: z.array(unread(z.union(Object.values(taskItems)))).max(1000) }),
  reply: z.object({ data: z.array(outcome) }),
})
