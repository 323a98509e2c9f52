import { createHash } from 'node:crypto'
import { dialects } from '@/lib/contracts/contract'
import { openApiOf } from '@/lib/contracts/openapi/document'
import { version } from '@/package.json'
import { jsonReply, type Reply } from './refuse'
import { RequestRefusal } from './request-refusal'

const replies = new Map<string, Reply>()

/** The OpenAPI document by its file name, `rex.json`; made once. Refuses (not found) another name. */
export function openApiReply(file: string): Reply {
  const dialect = dialects.find((each) => `${each}.json` === file)
  if (!dialect) throw new RequestRefusal('not_found', 'There is nothing at this path')
  const known = replies.get(dialect)
  if (known) return known
  const { status, headers, body } = jsonReply(200, openApiOf(dialect, version))
  const digest = createHash('sha256')
    .update(body ?? '')
    .digest('base64url')
  // Kept by whoever likes, and asked for again: it changes with the product's version only.
  const reply = { status, headers: { ...headers, etag: `"${digest}"`, 'cache-control': 'no-cache' }, body }
  replies.set(dialect, reply)
  return reply
}
