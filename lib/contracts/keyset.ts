import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Mark } from '@/lib/domain/filter/sort'
import { invalid } from '@/lib/domain/refusal'

/** A cursor of a sorted list, as a parameter. */
export const keyset = z.string().max(20_000)

const content = z.strictObject({ id: z.string(), keys: z.array(z.unknown()), sum: z.string() })

/**
 * The cursor that goes on behind a row: opaque, and good for the list it was made for alone.
 * @param question whatever decides which rows the list has and in which order
 */
export const toKeyset = (mark: Mark | null, question: object): string | null =>
  mark &&
  Buffer.from(JSON.stringify({ id: mark.id, keys: mark.keys, sum: sumOf(mark, question) })).toString('base64url')

/** Reads a cursor back. Refuses one that was not given for this very question. */
export function readKeyset(text: string | undefined, question: object): Mark | null {
  if (text === undefined) return null
  const mark = content.safeParse(parsed(text)).data
  if (mark && toKeyset(mark, question) === text) return { id: mark.id, keys: mark.keys }
  throw invalid('cursor', 'must be a cursor from an earlier reply to the same filters and sort')
}

const sumOf = ({ id, keys }: Mark, question: object): string =>
  createHash('sha256')
    .update(JSON.stringify([id, keys, question]))
    .digest('base64url')
    .slice(0, 16)

function parsed(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString())
  } catch {
    return null
  }
}
