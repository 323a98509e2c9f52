import { z } from 'zod'
import { wholeNumber } from '../schema'

/** Clarky's pagination: pages from 1, 1 to 100 rows each, 25 unless said; outside is refused, not clamped. */
export const page = {
  page: wholeNumber(1, Number.MAX_SAFE_INTEGER).default(1),
  page_size: wholeNumber(1, 100).default(25),
}

export const pagination = z
  .object({ page: z.int(), page_size: z.int(), total: z.int(), total_pages: z.int() })
  .meta({ title: 'Pagination' })

/** The `pagination` object of a list. */
export const presentPagination = (
  query: { page: number; page_size: number },
  total: number,
): z.input<typeof pagination> => ({
  page: query.page,
  page_size: query.page_size,
  total,
  total_pages: Math.ceil(total / query.page_size),
})

/** More rows than any list has. */
const pastEverything = 2_147_483_647

/** How many rows come before a page. */
export const offsetOf = (query: { page: number; page_size: number }): number =>
  Math.min((query.page - 1) * query.page_size, pastEverything)
