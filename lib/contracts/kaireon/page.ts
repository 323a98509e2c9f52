import { z } from 'zod'
import type { Page } from '@/lib/domain/page'
import { cursor, toCursor } from '../cursor'
import { ours, wholeNumber } from '../schema'

/** Kaireon's pages: 1 to 100 rows, 20 unless said; outside is refused. */
export const page = { cursor: cursor.optional(), limit: wholeNumber(1, 100).default(20) }

/** A list's reply; `nextCursor` is ours, null at the end. */
export const listOf = <Row extends z.ZodType>(row: Row) =>
  z.object({
    data: z.array(row),
    total: z.int().min(0).describe('How many there are on all pages'),
    hasMore: z.boolean(),
    nextCursor: ours(z.string().nullable()).describe('Goes on with the list; null at its end'),
  })

/** A page of rows as a list's reply. */
export const presentPage = <Row, Shown>(
  { rows, next, total }: Page<Row> & { total: number },
  present: (row: Row) => Shown,
) => ({
  data: rows.map(present),
  total,
  hasMore: next !== null,
  nextCursor: toCursor(next),
})
