import { z } from 'zod'
import type { Sort } from '@/lib/domain/filter/sort'
import { invalid } from '@/lib/domain/refusal'

const mostFields = 5
const direction = z.enum(['asc', 'desc'])
const list = z.array(z.strictObject({ field: z.string().max(100), direction })).max(mostFields)

const sort = z
  .string()
  .meta({ description: 'JSON: [{"field": …, "direction": "asc" | "desc"}]. With it sort_by and sort_dir are ignored.' })
  .transform((text, context) => {
    let json: unknown
    try {
      json = JSON.parse(text)
    } catch {
      // As if it were absent (Kasar Tasks, "Query Parameters").
      return undefined
    }
    const parsed = list.safeParse(json)
    if (parsed.success) return parsed.data
    const message = `must be a list of at most ${mostFields} {"field", "direction"}, the direction asc or desc`
    context.addIssue({ code: 'custom', message })
    return z.NEVER
  })

/** Kasar's sorting parameters. Those of a single field are looked at only without a valid `sort`. */
export const sorting = { sort: sort.optional(), sort_by: z.string().optional(), sort_dir: z.string().optional() }

interface Sorting {
  sort?: z.output<typeof list>
  sort_by?: string
  sort_dir?: string
}

/** How a request wants its list sorted; without a word, by `usual`, which `sort_dir` alone may turn round. */
export function readSort(query: Sorting, usual: { field: string; direction: 'asc' | 'desc' }): Sort {
  if (query.sort) {
    const fields = query.sort.length > 0 ? query.sort : [usual]
    return { fields: fields.map(readField), parameter: 'sort' }
  }
  const given = query.sort_dir === undefined ? undefined : direction.safeParse(query.sort_dir).data
  if (query.sort_dir !== undefined && !given) throw invalid('sort_dir', 'must be one of: asc, desc')
  const byDefault = query.sort_by === undefined ? usual.direction : 'asc'
  return {
    fields: [readField({ field: query.sort_by ?? usual.field, direction: given ?? byDefault })],
    parameter: 'sort_by',
  }
}

const readField = (given: { field: string; direction: 'asc' | 'desc' }) => ({
  field: given.field,
  descending: given.direction === 'desc',
})
