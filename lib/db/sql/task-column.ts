import { type Column, column, filled } from './column'

const choice = (name: string, options: readonly string[]): Column => ({
  ...column('choice', 'text', `${name}::text`),
  options: [...options],
})

/** What every task has that callers may filter and sort by; `t` is the task. */
export const taskColumn = {
  id: filled('id', 'uuid', 't.id'),
  title: filled('text', 'text', 't.title'),
  dueAt: column('instant', 'timestamptz', 't."dueAt"'),
  // In the order of their meaning, which is how they sort.
  priority: choice('t.priority', ['low', 'medium', 'high']),
  actionType: choice('t."actionType"', ['call', 'email', 'meeting', 'linkedin_message', 'whatsapp_message']),
  isCompleted: filled('boolean', 'boolean', '(t."completedAt" IS NOT NULL)'),
  completedAt: column('instant', 'timestamptz', 't."completedAt"'),
  completedById: column('id', 'uuid', 't."completedById"'),
  assignedToId: column('id', 'uuid', 't."assignedToId"'),
  createdById: filled('id', 'uuid', 't."createdById"'),
  recurrence: column('text', 'text', 't.recurrence'),
  createdAt: filled('instant', 'timestamptz', 't."createdAt"'),
  updatedAt: filled('instant', 'timestamptz', 't."updatedAt"'),
} satisfies Record<string, Column>
