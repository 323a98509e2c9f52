import { isEmpty, textOf } from '../cell'
import { withField } from '../change'
import type { Compile } from '../step'
import { inField, Unfit } from '../unfit'

const longest = 8_000_000

/** Sets a field to the texts of others, one behind the other, empty ones left out; null when all are empty. */
export const merge: Compile = (settings) => {
  const fields = settings.texts('fields')
  const into = settings.text('into')
  const separator = settings.exactly('separator') ?? ' '
  if (fields === null || into === null) return null
  return {
    each: (row, effort) => {
      const texts = fields.flatMap((field) => {
        const cell = row[field] ?? null
        return cell === null || isEmpty(cell) ? [] : inField(field, () => textOf(cell))
      })
      const length = texts.reduce((sum, text) => sum + text.length + separator.length, 0)
      if (length > longest) throw new Unfit(`The text becomes too long: field '${into}'`)
      effort.wrote(length)
      return withField(row, into, texts.length > 0 ? texts.join(separator) : null)
    },
  }
}
