import { isEmpty } from '../cell'
import { keyOf } from '../key'
import type { Verdict } from '../program'
import { Settings } from '../settings'
import type { Token, Turn } from '../step'
import { told } from '../unfit'

/** What the rows of a run must be together. */
export interface DataSet {
  /** Fields that no two rows may have the same values in. */
  unique: { keys: string[]; message: string | null }[]
  /** What is only known in the end; null where nothing is asked. */
  verdict: Verdict | null
}

const mostRules = 20
const known = ['unique', 'minRows', 'maxRejected', 'message']

/**
 * Reads rules about all rows of a run: fields that are `unique`, at least `minRows` rows, at most `maxRejected` of them
 * rejected (a share: 0.05).
 */
export function dataSetOf(settings: Settings): DataSet {
  const given = settings.any('dataset')
  const set: DataSet = { unique: [], verdict: null }
  if (given === null) return set
  if (!Array.isArray(given) || given.length > mostRules) {
    settings.wrong('dataset', `Setting 'dataset' must be a list of at most ${mostRules} rules`)
    return set
  }
  const verdicts: Verdict[] = []
  for (const [at, each] of given.entries()) {
    const wrong = (message: string) => settings.wrong('dataset', `Setting 'dataset'[${at}] ${message}`)
    if (typeof each !== 'object' || each === null || Array.isArray(each)) {
      wrong('must be a rule, such as {"unique": ["email"]}')
      continue
    }
    const rule = new Settings(each)
    const message = rule.text('message')
    const unknown = Object.keys(each).find((name) => !known.includes(name))
    if (unknown !== undefined) wrong(`has no rule '${told(unknown).slice(1, -1)}', but: ${known.join(', ')}`)
    const keys = rule.any('unique') === null ? [] : (rule.texts('unique') ?? [])
    if (rule.any('unique') !== null && keys.length === 0) wrong("must have a list of fields as 'unique'")
    if (keys.length > 0) set.unique.push({ keys, message })
    const [least, share] = [rule.any('minRows'), rule.any('maxRejected')]
    if (least !== null && !isWithin(least, Number.MAX_SAFE_INTEGER)) wrong("must have a number of rows as 'minRows'")
    else if (least !== null) verdicts.push(({ read }) => (read < least ? (message ?? few(read, least)) : null))
    if (share !== null && !isWithin(share, 1)) wrong("must have a share from 0 to 1 as 'maxRejected'")
    else if (share !== null) {
      verdicts.push(({ read, rejected }) => (rejected > share * read ? (message ?? many(rejected, read)) : null))
    }
  }
  if (verdicts.length > 0) set.verdict = firstOf(verdicts)
  return set
}

/** The first reason that any of some verdicts has. */
export const firstOf =
  (verdicts: Verdict[]): Verdict =>
  (rows) => {
    for (const verdict of verdicts) {
      const reason = verdict(rows)
      if (reason !== null) return reason
    }
    return null
  }

const isWithin = (value: unknown, most: number): value is number =>
  typeof value === 'number' && value >= 0 && value <= most

const few = (read: number, least: number): string => `There were ${read} rows, and must be at least ${least}`
const many = (rejected: number, read: number): string =>
  `${rejected} of ${read} rows were rejected, and that is too many`

/** Stops the run where a row has the same values as another one of it. Rows without any are like none. */
export async function refuseTwice({ unique }: DataSet, tokens: Token[], turn: Turn): Promise<void> {
  for (const [at, { keys, message }] of unique.entries()) {
    const keyed = await turn.each(tokens, ({ row }) => {
      const values = keys.map((key) => row[key] ?? null)
      return values.every(isEmpty) ? null : { key: `${turn.mark}${at}:${keyOf(values)}`, values }
    })
    const asked = [...new Set(keyed.flatMap(({ result }) => result?.key ?? []))]
    const fresh = asked.length > 0 ? await turn.io.claim(turn.nodeId, asked) : []
    const left = new Set(asked.filter((_, index) => fresh[index]))
    const twice = keyed.find(({ result }) => result !== null && !left.delete(result.key))
    if (!twice?.result) continue
    const values = keys.map((key, index) => `${key} ${told(twice.result?.values[index] ?? null)}`).join(', ')
    turn.stop(message ?? `Row ${twice.token.number} is the second one with ${values}`)
  }
}
