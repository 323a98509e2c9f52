import { shown } from '../../connector/settings'
import type { Cell, Row } from '../row'
import { textOf } from './cell'
import { withEach } from './change'
import { inField, Unfit } from './unfit'

/**
 * The row with what some fields say made unreadable; null says nothing. Unfit is a row that lacks one of them: under
 * another name, such as one in other letters, what is to be hidden would pass.
 */
export function hiding(names: readonly string[], hidden: (text: string) => string): (row: Row) => Row {
  const change = (cell: Cell, name: string): Cell => (cell === null ? null : inField(name, () => hidden(textOf(cell))))
  return (row) => {
    for (const name of names) {
      if (row[name] === undefined) throw new Unfit(`There is no field '${shown(name)}' to be made unreadable`)
    }
    return withEach(row, names, change)
  }
}
