import { createHash } from 'node:crypto'
import type { Cell } from '../row'
import { isEmpty, textOf } from './cell'

const longestKey = 200

/**
 * Some values as one text, the same for the same values and for no others: of at most 200 characters, so that it fits
 * an index. A number is the same as its text, and empty values are the same.
 */
export function keyOf(values: readonly Cell[]): string {
  const texts = values.map((value) => (value === null || isEmpty(value) ? null : textOf(value)))
  const key = JSON.stringify(texts)
  return key.length <= longestKey ? key : createHash('sha256').update(key).digest('hex')
}
