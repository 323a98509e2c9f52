import type { Task } from './task'

/** A task for tests. */
export const taskOf = (given: Partial<Task> & { id: string }): Task => ({
  title: `Task ${given.id}`,
  due_date: null,
  priority: null,
  action_type: null,
  is_completed: false,
  completed_at: null,
  completed_by: null,
  assigned_to_id: null,
  created_by_id: 'ada',
  recurrence: null,
  created_at: '2026-11-01T00:00:00.000Z',
  updated_at: '2026-11-01T00:00:00.000Z',
  links: [],
  ...given,
})
