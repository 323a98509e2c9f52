import type { Item } from '../flow/row'

const longestOriginal = 16_384

/** An item that could not be read as a row: why, as what is said of it ("has …"), and what stands there. */
export const brokenItem = (number: number, why: string, original: string): Item => ({
  number,
  broken: `The row ${why}`,
  original: storable(original),
})

/** Text as a database can keep it, its beginning alone where it is long. */
function storable(text: string): string {
  const cut = text.length > longestOriginal ? `${text.slice(0, longestOriginal)}…` : text
  return cut.toWellFormed().replaceAll('\0', '\u2400')
}
