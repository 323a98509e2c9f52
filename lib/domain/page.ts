/** One page of a list that is walked by cursor: the rows, and where to go on (null at the end). */
export interface Page<Row> {
  rows: Row[]
  next: string | null
}

/** Cuts a page out of `limit + 1` rows that were fetched to see whether there is more; `mark` is what comes after. */
export function cutPage<Row>(rows: Row[], limit: number, mark: (last: Row) => string): Page<Row> {
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return { rows: page, next: rows.length > limit && last !== undefined ? mark(last) : null }
}
