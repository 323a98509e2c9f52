import { z } from 'zod'
import type { Spot } from '@/lib/domain/record/record'
import { id } from './schema'

/** A place in a stage, as bodies name it: beside another card, or a 0-based position; past the end is the end. */
export const place = { order_index: z.int().min(0).optional(), after_id: id.optional(), before_id: id.optional() }

interface Placed {
  after_id?: string
  before_id?: string
  order_index?: number
}

/** Whether a body names one place at the most; goes with `onePlaceOnly` into a refinement. */
export const onePlace = (body: Placed): boolean =>
  [body.after_id, body.before_id, body.order_index].filter((each) => each !== undefined).length <= 1
export const onePlaceOnly = { path: ['after_id'], message: 'cannot stand beside before_id or order_index' }

/** The place that a body names; undefined when it names none. */
export function readPlace(body: Placed): Spot['at'] | undefined {
  if (body.after_id !== undefined) return { after: body.after_id }
  if (body.before_id !== undefined) return { before: body.before_id }
  if (body.order_index !== undefined) return { index: body.order_index }
  return undefined
}
