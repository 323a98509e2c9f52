/** What a key does in the inbox. */
export type Command =
  | 'next'
  | 'previous'
  | 'select'
  | 'extend'
  | 'complete'
  | 'day'
  | 'snooze'
  | 'priority'
  | 'assign'
  | 'delete'
  | 'add'
  | 'filter'
  | 'help'
  | 'undo'
  | 'turn'
  | 'leave'

type Pressed = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>

const plain: Record<string, Command> = {
  ...{ j: 'next', ArrowDown: 'next', k: 'previous', ArrowUp: 'previous', x: 'select', e: 'complete', s: 'snooze' },
  ...{ p: 'priority', a: 'assign', Delete: 'delete', Backspace: 'delete', n: 'add', c: 'add', '/': 'filter' },
  ...{ '?': 'help', Escape: 'leave', w: 'turn', m: 'day' },
}

/** The command of a key, or null. With Ctrl, Alt or ⌘ keys are the browser's, but for undo. */
export function commandOf({ key, ctrlKey, metaKey, altKey, shiftKey }: Pressed): Command | null {
  const name = key.length === 1 ? key.toLowerCase() : key
  if (altKey) return null
  if (ctrlKey || metaKey) return name === 'z' && !shiftKey && ctrlKey !== metaKey ? 'undo' : null
  if (shiftKey && name === 'x') return 'extend'
  // The sign is what counts, wherever the keyboard has it.
  if (shiftKey && name !== '?' && name !== '/') return null
  return Object.hasOwn(plain, name) ? (plain[name] ?? null) : null
}

/** The keys of the tasks as people read them, with what they do, and where when it is not everywhere. */
export const keysOfTasks: readonly { keys: string[]; does: string; only?: 'week' }[] = [
  { keys: ['j', '↓'], does: 'Next task' },
  { keys: ['k', '↑'], does: 'Previous task' },
  { keys: ['Enter'], does: 'Open the task' },
  { keys: ['e'], does: 'Complete, or open again' },
  { keys: ['Space'], does: 'Lift the task; arrows, Space and Esc move, drop and cancel', only: 'week' },
  { keys: ['←', '→'], does: 'Task of the day before or after', only: 'week' },
  { keys: ['m'], does: 'Move to a day', only: 'week' },
  { keys: ['s'], does: 'Snooze' },
  { keys: ['p'], does: 'Set the priority' },
  { keys: ['a'], does: 'Assign' },
  { keys: ['Delete'], does: 'Delete' },
  { keys: ['x'], does: 'Select' },
  { keys: ['Shift x'], does: 'Select up to here' },
  { keys: ['Esc'], does: 'Let go of the selection, close' },
  { keys: ['n', 'c'], does: 'Add a task' },
  { keys: ['/'], does: 'Filter by title' },
  { keys: ['Ctrl Z', '⌘ Z'], does: 'Undo' },
  { keys: ['w'], does: 'Turn to the week, or back to the list' },
  { keys: ['g b'], does: 'Go to the boards' },
  { keys: ['g t'], does: 'Go to the tasks' },
  { keys: ['?'], does: 'Show these keys' },
]
