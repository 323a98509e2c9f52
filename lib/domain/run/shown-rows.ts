import type { Cell, Row } from '../flow/row'

const longestText = 500
const mostCharacters = 4_000_000

/** Rows as a preview shows them: long texts by their beginnings, and no more rows than one reply can hold. */
export class ShownRows {
  #left = mostCharacters

  /** The first of these rows, `most` at the most. */
  of(rows: readonly Row[], most: number): Row[] {
    const shown: Row[] = []
    for (const row of rows.slice(0, most)) {
      const cut = this.one(row)
      if (cut === null) break
      shown.push(cut)
    }
    return shown
  }

  /** A row, or the text of what was to be one; null when there is no room left. */
  one<Given extends Row | string>(given: Given): Given | null {
    const cut = shortened(given) as Given
    this.#left -= JSON.stringify(cut).length
    return this.#left < 0 ? null : cut
  }
}

function shortened(cell: Cell): Cell {
  if (typeof cell === 'string')
    return cell.length > longestText ? `${cell.slice(0, longestText).toWellFormed()}…` : cell
  if (typeof cell !== 'object' || cell === null) return cell
  if (Array.isArray(cell)) return cell.map(shortened)
  return Object.fromEntries(Object.entries(cell).map(([name, each]) => [name, shortened(each)]))
}
