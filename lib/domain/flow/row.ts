/** What a cell holds: JSON. Instants are ISO 8601 text in UTC; a database's numbers beyond 2^53 are text. */
export type Cell = string | number | boolean | null | Cell[] | { [name: string]: Cell }

/**
 * A row by the names of its fields, in their order. Made by `rowOf` and its like, which no name such as `__proto__` can
 * harm: a row inherits nothing, so a name that it has not is undefined whatever it is. Names that are whole numbers
 * (`7`) come first, by size, as JavaScript has it.
 */
export type Row = Record<string, Cell>

/** What a reader gives: a row, or what could not be read as one. `number` is 1-based in its source (of its part), for people. */
export type Item = { number: number; row: Row } | { number: number; broken: string; original: string }

/** JSON that only its maker understands. */
export type Resume = unknown

// An object without a prototype is a hash table to V8, three times slower; one whose prototype has none is as safe and fast.
const Fields = function Fields() {} as unknown as { new (): Row; prototype: object }
Fields.prototype = Object.freeze(Object.create(null))

/** A row without fields, to be filled by its maker alone. */
export const emptyRow = (): Row => new Fields()

/** A row of these names and values; of a name given twice the later value. */
export function rowOf(names: readonly string[], values: readonly Cell[]): Row {
  const row = new Fields()
  for (let at = 0; at < names.length; at++) row[names[at] as string] = values[at] ?? null
  return row
}

/** A row with the fields of an object of its own. */
export function rowFrom(object: { readonly [name: string]: Cell }): Row {
  const row = new Fields()
  for (const name of Object.keys(object)) row[name] = object[name] as Cell
  return row
}

/** The same row, inheriting nothing. */
export const soundRow = (row: Row): Row => (Object.getPrototypeOf(row) === Fields.prototype ? row : rowFrom(row))
