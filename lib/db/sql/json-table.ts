/** A table that is given to a statement, one parameter a column: PostgreSQL reads that far faster than a list of objects. */
export interface JsonTable {
  /** For the FROM of a statement: `n("id", "title")`, every column a text, or null. */
  from: string
  /** One parameter for each column. */
  values: string[]
}

/**
 * Rows as a table `n`, with parameters from `$first` on. A value is what JSON makes of it; what is to become an array of
 * PostgreSQL is given as `arrayText`.
 */
export function jsonTable(first: number, columns: Record<string, unknown[]>): JsonTable {
  const names = Object.keys(columns)
  const each = names.map((_, at) => `json_array_elements_text($${first + at}::json)`)
  return {
    from: `ROWS FROM (${each.join(', ')}) AS n(${names.map((name) => `"${name}"`).join(', ')})`,
    values: Object.values(columns).map((column) => JSON.stringify(column)),
  }
}

/**
 * Equality that leaves the planner no choice but the index, row by row: it takes a table that an import has just filled
 * for an empty one, and would read all of it for each batch. A plain equality beside it would be its way out.
 */
export const isEach = (column: string, given: string): string => `${column} BETWEEN ${given} AND ${given}`

/** A list of texts as PostgreSQL writes an array. */
export const arrayText = (items: string[]): string =>
  `{${items.map((item) => `"${item.replace(/["\\]/g, '\\$&')}"`).join(',')}}`
