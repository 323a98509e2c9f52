import { z } from 'zod'
import { instantOf, isDay } from '@/lib/domain/instant'
import { recordBounds } from '@/lib/domain/record/bounds'
import { isFilled, isWithin } from '@/lib/domain/text'

/** Building blocks of the contracts' schemas: the bounds and formats that DECISIONS sets for all of them. */

/**
 * Marks a field, a parameter or a whole shape that the published document lacks: OpenAPI shows it as `x-extension`.
 * An operation that no document has says `ours: true` instead, which covers all of it.
 */
export const ours = <T extends z.ZodType>(type: T): T => type.meta({ 'x-extension': true })

/** Text of at most `most` characters as people and JSON Schema count them: an emoji is one. */
export const text = (most: number) =>
  z
    .string()
    .refine((given) => isWithin(given, most), `must have at most ${most} characters`)
    .meta({ maxLength: most })

/** A name or title: 1 to 500 characters, not only blanks; kept as it is sent. */
export const name = text(recordBounds.title).min(1).refine(isFilled, 'must not be blank')
/** A description: at most 20,000 characters. */
export const description = text(recordBounds.description)
/** An id in a body. Whether it points at anything is the domain's to say. */
export const id = z.string().max(100)

/** An instant as ISO 8601 with any offset, in any of its spellings: Z, +02, +0200, +02:00; seconds may be left out. */
export const instant = z
  .string()
  .meta({ format: 'date-time' })
  .transform((text, context) => {
    const date = instantOf(text)
    if (date) return date
    context.addIssue({ code: 'custom', message: 'must be an ISO 8601 date and time' })
    return z.NEVER
  })
/** A calendar day, YYYY-MM-DD. */
export const day = z.string().refine(isDay, 'must be a date as YYYY-MM-DD').meta({ format: 'date' })
/** A hex colour, #rrggbb. */
export const color = z.string().regex(/^#[0-9a-fA-F]{6}$/, 'must be a hex color like #3b82f6')
export const tags = z.array(text(recordBounds.tag).min(1).refine(isFilled, 'must not be blank')).max(recordBounds.tags)
/** Money in minor units of its currency. */
export const minorUnits = z
  .int()
  .min(-Number.MAX_SAFE_INTEGER)
  .max(Number.MAX_SAFE_INTEGER)
  .describe('Money in whole minor units of its currency: 125000 is 1,250.00 EUR')
export const currency = z
  .string()
  .regex(/^[A-Z]{3}$/, 'must be an ISO 4217 currency code')
  .describe('ISO 4217 code')
/** Any JSON: `z.json()` would say the same by a reference that no OpenAPI document can follow. */
export const metadata = z.record(z.string(), z.unknown()).describe('Whatever you want to keep with it: any JSON')
/** A value of one of an object's own fields. */
export const fieldValue = z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())])
/** An object's own fields by name. */
export const fieldValues = z.record(z.string(), fieldValue).describe("The object's own fields by name")

// Every parameter travels as text; `standsFor` tells OpenAPI what is meant.

/** A whole number in a query. */
export const wholeNumber = (least: number, most: number) =>
  z
    .string()
    .regex(/^-?\d{1,15}$/, 'must be a whole number')
    .transform(Number)
    .pipe(z.number().min(least).max(most))
    .meta({ standsFor: { type: 'integer', minimum: least, maximum: most } })

/** A parameter that may be left out or repeated. The mark must be outermost: a wrapper does not pass it on. */
export const list = (most: number) => z.array(z.string().max(100)).max(most).optional().meta({ list: true })

/** True or false in a query. */
export const flag = z
  .enum(['true', 'false'])
  .transform((text) => text === 'true')
  .meta({ standsFor: { type: 'boolean' } })

/** An instant or day in a query, as the start of that day in UTC. */
export const instantOrDay = z
  .union([instant, day.transform((text) => new Date(text))])
  .meta({ standsFor: { type: 'string' }, description: 'An instant, or a day in UTC' })

/** Anything, as it comes, to be read by itself later; it is to be a `type`, which is what OpenAPI tells. */
export const unread = (type: z.ZodType) =>
  z.unknown().meta({ standsFor: z.toJSONSchema(type, { io: 'input', unrepresentable: 'any' }) })

export const noQuery = z.strictObject({})

/** An instant in a reply: ISO 8601 in UTC with milliseconds. */
export const instantOut = z.iso.datetime()
export const idOut = z.string()
