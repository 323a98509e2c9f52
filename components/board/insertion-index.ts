/** A row of a virtualised column, in pixels from the top of its list. */
export type Row = { start: number; end: number }

/**
 * The index at which a card dropped at height `y` (pixels from the top of the list) is inserted: the number of rows
 * whose middle lies above it. Rows are in order and need not all be in the DOM.
 */
export function insertionIndex(rows: readonly Row[], y: number): number {
  let low = 0
  let high = rows.length
  while (low < high) {
    const middle = (low + high) >>> 1
    const row = rows[middle]
    if (row && (row.start + row.end) / 2 < y) low = middle + 1
    else high = middle
  }
  return low
}

/** The height at which the insertion line is drawn: in the middle of the gap before the row at `index`. */
export function insertionLine(rows: readonly Row[], index: number, gap: number): number {
  const above = rows[index - 1]
  if (above) return above.end + gap / 2
  const first = rows[0]
  return first ? first.start - gap / 2 : 0
}
