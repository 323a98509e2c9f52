/** What a value is, as filters and sorts treat it. */
export type Kind = 'text' | 'id' | 'number' | 'boolean' | 'instant' | 'day' | 'choice' | 'list'

/** Gives a value to a statement as a parameter; what it gives back stands for the value there. */
export type Given = (value: unknown) => string

/** A column, or an expression on a row, that callers may filter and sort by. */
export interface Column {
  kind: Kind
  /** What PostgreSQL compares it with. Instants and days may be kept as ISO text, which sorts as they do. */
  type: 'text' | 'uuid' | 'numeric' | 'boolean' | 'timestamptz' | 'date'
  sql(given: Given): string
  /** Never null. */
  filled?: true
  /** What a choice can be, in the order of its meaning. */
  options?: string[]
}

/** A column by its name in the statement. */
export const column = (kind: Kind, type: Column['type'], name: string): Column => ({ kind, type, sql: () => name })

/** The same of one that is never null. */
export const filled = (...given: Parameters<typeof column>): Column => ({ ...column(...given), filled: true })

/** Collects the parameters of a statement. */
export const parameters =
  (values: unknown[]): Given =>
  (value) =>
    `$${values.push(value)}`

/** Text that compares by its bytes, whatever the database's locale. */
export const byBytes = ({ type }: Column): string => (type === 'text' ? ' COLLATE "C"' : '')
