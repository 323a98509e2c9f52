import { inputLook } from '@/components/ui/field'
import { repeatOf, repeats, repeatWords, ruleOf } from './repeat'
import type { Task } from './task'
import { useAsker } from './use-asker'

type RepeatFieldProps = {
  id: string
  task: Pick<Task, 'recurrence' | 'due_date'>
  stuck: string | null
  onSave: (recurrence: string | null) => void
}

/** How often a task comes again. A rule of its own is shown in words, and stays until another is chosen. */
export function RepeatField({ id, task, stuck, onSave }: RepeatFieldProps) {
  const { place } = useAsker()
  const { recurrence } = task
  if (task.due_date === null) {
    return <p className="py-1.5 text-dense text-muted">{recurrence ?? 'With a due date it can come again.'}</p>
  }
  const due = new Date(task.due_date)
  const words = (rule: string) => repeatWords(rule, due, place.zone)
  const chosen = recurrence === null ? 'never' : (repeatOf(recurrence, due, place.zone) ?? 'own')
  return (
    <select
      id={id}
      value={chosen}
      disabled={stuck !== null}
      title={stuck ?? undefined}
      onChange={({ target }) => {
        const repeat = repeats.find((each) => each === target.value)
        onSave(repeat ? ruleOf[repeat] : null)
      }}
      className={`${inputLook} h-8 text-dense pointer-coarse:h-11`}
    >
      <option value="never">Never</option>
      {repeats.map((repeat) => (
        <option key={repeat} value={repeat}>
          {words(ruleOf[repeat])}
        </option>
      ))}
      {chosen === 'own' && recurrence !== null && <option value="own">{words(recurrence)}</option>}
    </select>
  )
}
