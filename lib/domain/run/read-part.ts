import type { Scope } from '@/lib/db/transaction'
import { keyOf } from '../flow/program/key'
import type { Item } from '../flow/row'
import { SourceFailed } from '../source/failed'
import type { Reader } from '../source/reader'
import type { PartClaim } from './claim'
import type { Portion } from './plan'
import type { RunProgram } from './program'
import { rejectReader } from './replayed'
import { openRunSource } from './source'
import type { PartBatch } from './write-batch'

/**
 * The batches of a part from where it was written to, each read while the one before is written.
 * @throws SourceFailed
 */
export async function* readPart(
  scope: Scope,
  claim: PartClaim,
  program: RunProgram,
  signal: AbortSignal,
): AsyncGenerator<PartBatch> {
  const { part, after, run } = claim
  const reader = await openPart(scope, claim, program)
  const leave = new AbortController()
  const batches = reader.read(
    part.of,
    after,
    run.drawing.executionConfig.batchSize,
    AbortSignal.any([signal, leave.signal]),
  )
  const each = batches[Symbol.asyncIterator]()
  try {
    let next = each.next()
    for (;;) {
      const { done, value: batch } = await next
      if (done) return
      next = each.next()
      // Whoever stops reading never asks what became of it.
      next.catch(() => {})
      const items = part.only ? batch.items.filter((item) => fallsTo(part.only as Portion, item)) : batch.items
      yield { ...batch, items, share: reader.share?.(part.of, batch.resume) ?? null }
    }
  } finally {
    leave.abort()
    await each.return?.().catch(() => {})
    await reader.close()
  }
}

async function openPart(scope: Scope, { run, part, phase, nodeId }: PartClaim, program: RunProgram): Promise<Reader> {
  if (part.rejectsOf !== undefined) return rejectReader(scope, part.rejectsOf)
  const read = program.phases[phase]?.find((each) => each.nodeId === nodeId)
  if (!read) throw new SourceFailed('The source is not one of the data pipeline')
  return (await openRunSource(scope, run, read)).reader
}

/** Whether an item is of a portion: rows of one value are all of one, and what could not be read is of the first. */
function fallsTo({ field, count, index }: Portion, item: Item): boolean {
  if ('broken' in item) return index === 0
  let hash = 0x811c9dc5
  for (const letter of keyOf([item.row[field] ?? null]))
    hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193)
  return (hash >>> 0) % count === index
}
