import type { listTasks } from '@/lib/contracts/kasar/task.contract'
import type { Call } from '@/lib/http/call'
import type { Section } from './due'
import type { ActionType, Priority } from './task'

/** Which tasks are meant, whatever section of the inbox is shown; the address holds it all. */
export type TaskFilter = {
  /** `me`, `everyone`, `nobody`, or a member's id. */
  who: string
  type: ActionType | null
  priority: Priority | null
  /** The record that they are about: `contacts:…`. */
  about: string | null
  /** Words of the title. */
  words: string
}

export type Asked = NonNullable<Call<typeof listTasks>['query']>
export type Condition = { field: string; operator: string; value?: unknown } | Group
type Group = { type: 'AND' | 'OR'; conditions: Condition[] }

/** The parameters by which lists and counts find these tasks; `more` narrows them further. */
export function askFor(filter: TaskFilter, me: string, more: readonly Condition[] = []): Asked {
  const conditions: Condition[] = []
  const words = filter.words.trim()
  if (filter.who === 'nobody') conditions.push({ field: 'assigned_to_id', operator: 'is_null' })
  if (words !== '') conditions.push({ field: 'title', operator: 'contains', value: words })
  conditions.push(...more)
  const whose = filter.who === 'me' ? me : filter.who
  return {
    assigned_to: whose === 'everyone' || whose === 'nobody' ? undefined : whose,
    priority: filter.priority ?? undefined,
    action_type: filter.type ?? undefined,
    linked_entity_id: filter.about ? linkOf(filter.about).id : undefined,
    filters: conditions.length > 0 ? JSON.stringify({ type: 'AND', conditions } satisfies Group) : undefined,
  }
}

/** The same for one section of the inbox, in its order: what is done the latest first, all else by its date. */
export function askForSection(section: Section): Asked {
  if (section === 'completed') return { mode: section, sort: JSON.stringify([by('completed_at', 'desc')]) }
  if (section === 'all')
    return { mode: section, sort: JSON.stringify([by('is_completed', 'asc'), by('due_date', 'asc')]) }
  return { mode: section, sort_by: 'due_date' }
}

/** Those of some tasks. */
export const among = (ids: readonly string[]): Condition => ({ field: 'id', operator: 'in', value: ids })

const by = (field: string, direction: 'asc' | 'desc') => ({ field, direction })

/** A link as the address holds it. */
export function linkOf(about: string): { type: string; id: string } {
  const at = about.indexOf(':')
  return { type: about.slice(0, at), id: about.slice(at + 1) }
}

/** Whether anything but whose they are narrows the tasks. */
export const isNarrowed = ({ type, priority, about, words }: TaskFilter): boolean =>
  type !== null || priority !== null || about !== null || words.trim() !== ''
