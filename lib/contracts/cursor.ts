import { z } from 'zod'
import { isId } from '@/lib/domain/id'

/** A cursor as callers see it: opaque, and no more than the id of the last row they got. */
export const toCursor = (id: string | null): string | null => id && Buffer.from(`after:${id}`).toString('base64url')

/** Reads a cursor back; a text that is none of ours is invalid input. */
export const cursor = z
  .string()
  .transform((text, context) => {
    const id = Buffer.from(text, 'base64url')
      .toString()
      .replace(/^after:/, '')
    if (isId(id) && toCursor(id) === text) return id
    context.addIssue({ code: 'custom', message: 'must be a cursor from an earlier reply' })
    return z.NEVER
  })
  .describe('Where an earlier page ended: its cursor, as it was sent')
