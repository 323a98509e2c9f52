import { formatDue, formatDueFull, type Reading } from '@/components/task/due-words'
import { actionWords } from '@/components/task/task'
import { dayIn } from '@/components/ui/zone'
import type { NextTask } from './board'

export type NextStepWords = {
  /** As short as a card needs it: `Tomorrow`, `Friday 14:30`. */
  due: string
  /** Its day is over: what is due today is not late yet. */
  overdue: boolean
  /** In full: what, of what kind, and when. */
  sentence: string
}

/** What a card says of its next task. */
export function nextStepWords(task: NextTask, reading: Reading): NextStepWords {
  const what = `${task.action ? actionWords[task.action] : 'Task'}: ${task.title}`
  if (task.dueDate === null) return { due: 'No date', overdue: false, sentence: `${what}, without a date` }
  const due = new Date(task.dueDate)
  const overdue = dayIn(due, reading.zone) < reading.today
  const when = formatDueFull(due, reading)
  return {
    due: formatDue(due, reading),
    overdue,
    sentence: overdue ? `${what}, overdue since ${when}` : `${what}, due ${when}`,
  }
}
