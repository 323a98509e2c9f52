import { z } from 'zod'
import { profiles } from '@/lib/contracts/profiles'
import type { Tx } from '@/lib/db/transaction'
import { Refusal } from '@/lib/domain/refusal'
import { refusalOf } from './issue'
import { replyToError } from './refuse'
import { RequestRefusal } from './request-refusal'
import { refuseBadText } from './text'

/** How the contracts that have lists of items refuse one of them. */
interface RefusedIn {
  clarky: { error: { code: string; message: string; details: { field?: string; missing_fields?: string[] } } }
  kasar: { error: true; code: string; message: string }
}

/** What became of an item: the status and the body that its operation alone would have answered. */
export type Outcome<Done, Dialect extends keyof RefusedIn> = { index: number; status: number } & (
  | Done
  | RefusedIn[Dialect]
)

/** What an item is read as, or why it is none. */
type Read<Item> = { item: Item } | { refusal: RequestRefusal }

/**
 * Reads the items of a list, each by itself and by the schema that its `op` names. What is wrong with one is that one's
 * refusal.
 */
export function readItems<Types extends Record<string, z.ZodType>>(
  types: Types,
  given: unknown[],
): Read<z.output<Types[keyof Types]>>[] {
  const named = z.looseObject({ op: z.enum(Object.keys(types)) })
  return given.map((each) => {
    try {
      refuseBadText(each)
      const { op } = parse(named, each)
      return { item: parse(types[op] as Types[keyof Types], each) }
    } catch (refusal) {
      if (refusal instanceof RequestRefusal) return { refusal }
      throw refusal
    }
  })
}

function parse<Type extends z.ZodType>(type: Type, given: unknown): z.output<Type> {
  const parsed = type.safeParse(given, { reportInput: true })
  if (!parsed.success) throw refusalOf(parsed.error, 'body')
  return parsed.data
}

/**
 * Does the items of a list in their order, each under a savepoint: one that is refused undoes only itself, and is
 * answered in the contract's own words.
 */
export async function eachItem<Item, Done extends { status: number }, Dialect extends keyof RefusedIn>(
  tx: Tx,
  dialect: Dialect,
  items: Read<Item>[],
  work: (item: Item) => Promise<Done>,
): Promise<Outcome<Done, Dialect>[]> {
  const outcomes: Outcome<Done, Dialect>[] = []
  for (const [index, read] of items.entries()) {
    try {
      if ('refusal' in read) throw read.refusal
      outcomes.push({ index, ...(await tx.savepoint(() => work(read.item))) })
    } catch (error) {
      if (!(error instanceof Refusal || error instanceof RequestRefusal)) throw error
      const { status, body } = replyToError(error, profiles[dialect], tx.requestId ?? '')
      outcomes.push({ index, status, ...JSON.parse(body ?? '{}') })
    }
  }
  return outcomes
}
