import { isEmpty, textOf } from '../cell'
import { withFields } from '../change'
import type { Compile } from '../step'
import { inField } from '../unfit'

/**
 * Sets fields to the parts of another's text, trimmed: by default of what white space separates. The last takes all that
 * is left; a part that there is not, or that is empty, is null.
 */
export const split: Compile = (settings) => {
  const field = settings.text('field')
  const into = settings.texts('into')
  const separator = settings.text('separator')
  if (separator !== null && separator.length > longestSeparator) {
    settings.wrong('separator', `Setting 'separator' must have at most ${longestSeparator} characters`)
  }
  if (field === null || into === null) return null
  return {
    each: (row) => {
      const cell = row[field] ?? null
      const text = cell === null || isEmpty(cell) ? '' : inField(field, () => textOf(cell))
      return withFields(
        row,
        into,
        partsOf(text, separator, into.length).map((part) => part.trim() || null),
      )
    },
  }
}

const longestSeparator = 100

function partsOf(text: string, separator: string | null, most: number): string[] {
  const parts: string[] = []
  // A space that is asked for is any white space too: a name has two of them, or a tab.
  const isSpace = separator === null || separator.trim() === ''
  let rest = isSpace ? text.trim() : text
  while (parts.length < most - 1) {
    const at = isSpace ? rest.search(/\s/) : rest.indexOf(separator)
    if (at < 0) break
    parts.push(rest.slice(0, at))
    rest = isSpace ? rest.slice(at).trimStart() : rest.slice(at + separator.length)
  }
  return [...parts, rest]
}
