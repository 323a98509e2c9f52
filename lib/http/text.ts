import { isStorable } from '@/lib/domain/text'
import { RequestRefusal } from './request-refusal'

const deepest = 32

/**
 * Refuses text that PostgreSQL cannot hold or that is no text: a NUL character or half of a surrogate pair, in any
 * string or key of a parsed body, naming the field; also a body nested deeper than 32 levels, and a key `__proto__`.
 */
export function refuseBadText(value: unknown, path: (string | number)[] = []): void {
  const field = path.join('.')
  if (path.length > deepest)
    throw new RequestRefusal('invalid', `Field '${path[0]}' is nested too deeply`, String(path[0]))
  if (typeof value === 'string') {
    if (!isStorable(value)) {
      throw new RequestRefusal('invalid', `Field '${field}' must not contain NUL or broken Unicode characters`, field)
    }
  } else if (Array.isArray(value)) {
    for (const [at, item] of value.entries()) refuseBadText(item, [...path, at])
  } else if (value && typeof value === 'object') {
    for (const [key, item] of Object.entries(value)) {
      if (!isStorable(key)) {
        throw new RequestRefusal('invalid', 'Field names must not contain NUL or broken Unicode characters', field)
      }
      const below = [...path, key]
      // The schemas would drop it without a word, and what a caller sends is never ignored.
      if (key === '__proto__') throw new RequestRefusal('invalid', `Field '${below.join('.')}' is not known here`, key)
      refuseBadText(item, below)
    }
  }
}
