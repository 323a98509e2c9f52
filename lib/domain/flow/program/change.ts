import { type Cell, emptyRow, type Row } from '../row'

/** The row with a field set: in its place where it has it, else behind the others. */
export function withField(row: Row, name: string, value: Cell): Row {
  const changed = copied(row)
  changed[name] = value
  return changed
}

/** The same for several fields. */
export function withFields(row: Row, names: readonly string[], values: readonly Cell[]): Row {
  const changed = copied(row)
  for (let at = 0; at < names.length; at++) changed[names[at] as string] = values[at] ?? null
  return changed
}

/** The row with some fields' values changed, those that it has. The row itself when nothing changes. */
export function withEach(row: Row, names: readonly string[], change: (value: Cell, name: string) => Cell): Row {
  let changed: Row | null = null
  for (const name of names) {
    const before = row[name]
    if (before === undefined) continue
    const after = change(before, name)
    if (after === before) continue
    changed ??= copied(row)
    changed[name] = after
  }
  return changed ?? row
}

/** The row without some fields. */
export function withoutFields(row: Row, names: ReadonlySet<string>): Row {
  const changed = emptyRow()
  for (const name in row) if (!names.has(name)) changed[name] = row[name] as Cell
  return changed
}

/** The row with a field under another name, in its place; another field of that name goes. */
export function renamed(row: Row, from: string, to: string): Row {
  if (row[from] === undefined) return row
  const changed = emptyRow()
  for (const name in row) {
    if (name === from) changed[to] = row[name] as Cell
    else if (name !== to) changed[name] = row[name] as Cell
  }
  return changed
}

function copied(row: Row): Row {
  const copy = emptyRow()
  for (const name in row) copy[name] = row[name] as Cell
  return copy
}
