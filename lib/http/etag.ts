import { createHash } from 'node:crypto'
import type { Reply } from './refuse'
import { RequestRefusal } from './request-refusal'

/**
 * A reply with the ETag of its row's version; as it is without one. What a reply says may change while the version stays
 * (a card's position, the days in its stage): the digest behind the version tells that. If-Match does not look at it.
 */
export function withEtag(reply: Reply, version: number | undefined): Reply {
  if (version === undefined) return reply
  const digest = createHash('sha256')
    .update(reply.body ?? '')
    .digest('base64url')
    .slice(0, 12)
  return { ...reply, headers: { ...reply.headers, etag: `"${version}-${digest}"` } }
}

// A proxy that compresses a reply makes its ETag weak; the version that it names is the same.
const tag = /^(?:W\/)?"(\d{1,15})(?:-[\w-]{12})?"$/

/**
 * The version that If-Match names; undefined without the header and for `*`, which asks only that there is a row.
 * A bare version, `"7"`, does as well. Refuses (malformed) what is no ETag of ours.
 */
export function seenVersion(headers: Headers): number | undefined {
  const given = headers.get('if-match')?.trim()
  if (given === undefined || given === '*') return undefined
  const version = tag.exec(given)?.[1]
  if (version === undefined) {
    throw new RequestRefusal('malformed', 'The If-Match header must be an ETag from an earlier reply, or *')
  }
  return Number(version)
}

/** The reply to a GET, or 304 without a body when If-None-Match says that the caller has it already. */
export function notModified(headers: Headers, reply: Reply): Reply {
  const { etag } = reply.headers
  const had = headers.get('if-none-match')?.split(',') ?? []
  const same = etag !== undefined && had.some((each) => ['*', etag].includes(each.trim().replace(/^W\//, '')))
  if (!same) return reply
  const { 'content-type': _, ...kept } = reply.headers
  return { status: 304, headers: kept, body: null }
}
