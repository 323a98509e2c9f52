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
 * Of another table the row that each of these names, as `l`: what is to be written is written where `ctid = l.at`. Found by
 * the index, row by row, whatever the planner thinks: it takes a table that an import has just filled for an empty one, and
 * would compare each with all.
 */
export const each = (table: string, condition: string): string =>
  `LATERAL (SELECT ctid AS at FROM ${table} WHERE ${condition} OFFSET 0) l`

/** A list of texts as PostgreSQL writes an array. */
export const arrayText = (items: string[]): string =>
  `{${items.map((item) => `"${item.replace(/["\\]/g, '\\$&')}"`).join(',')}}`
