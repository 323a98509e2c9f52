import type { Contract } from '@/lib/contracts/contract'
import { fingerprintOf } from '@/lib/domain/secret/seal'
import { RequestRefusal } from './request-refusal'

/** The list that a cursor belongs to: one address of one contract in one workspace. */
export interface CursorHome {
  workspaceId: string
  contract: Contract
  /** As it was asked for: /api/v1/deals. */
  pathname: string
}

/**
 * A cursor as callers see it: bound to its list by a mark that only we can make. Whoever changes it, or brings it to
 * another list or workspace, is refused instead of being shown some other part of a list.
 */
export function boundCursor(cursor: string, { workspaceId, contract, pathname }: CursorHome): string {
  const mark = fingerprintOf(['cursor', workspaceId, contract.dialect, pathname, cursor].join('\n'))
  return `${cursor}.${mark.slice(0, 16)}`
}

/** What the contract calls the cursor in its reply; null for an operation that gives none. */
function cursorName({ reply, query }: Contract): 'next_cursor' | 'nextCursor' | null {
  const shape = reply && 'shape' in reply ? (reply.shape as object) : {}
  if (!('cursor' in query.shape)) return null
  return 'next_cursor' in shape ? 'next_cursor' : 'nextCursor' in shape ? 'nextCursor' : null
}

/** A reply with its cursor bound to the list. */
export function bindCursor<Body>(body: Body, home: CursorHome): Body {
  const name = cursorName(home.contract)
  const cursor = name && (body as Record<string, unknown>)[name]
  return name && typeof cursor === 'string' ? { ...body, [name]: boundCursor(cursor, home) } : body
}

/** A query with its cursor as the list made it. Refuses one that this list has not given. */
export function freeCursor(given: URLSearchParams, home: CursorHome): URLSearchParams {
  if (!given.has('cursor') || !cursorName(home.contract)) return given
  return new URLSearchParams([...given].map(([name, value]) => [name, name === 'cursor' ? freed(value, home) : value]))
}

function freed(text: string, home: CursorHome): string {
  const cursor = text.slice(0, Math.max(0, text.lastIndexOf('.')))
  if (text === boundCursor(cursor, home)) return cursor
  throw new RequestRefusal('invalid', "Parameter 'cursor' must be a cursor from an earlier reply", 'cursor')
}
