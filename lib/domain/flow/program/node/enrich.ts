import type { Cell, Row } from '../../row'
import { isEmpty } from '../cell'
import { withFields } from '../change'
import { keyOf } from '../key'
import type { Settings } from '../settings'
import type { Step, Token, Turn } from '../step'
import { told, Unfit } from '../unfit'

const missing = ['null', 'reject'] as const

interface Enrichment {
  object: string
  /** Fields of the row, and of the records that are looked for. */
  own: string[]
  theirs: string[]
  /** Fields of the records, and what they are called in the row. */
  fields: string[]
  names: string[]
  rejects: boolean
}

/**
 * Sets fields to those of the record whose keys are the row's: `keys`, fields of equal names, or `match`, the row's by the
 * record's. They are called by `as`, else by `prefix` and their name. Without such a record they are null, or the row is
 * rejected.
 * @param object the one that is looked in unless the node says another
 */
export function enrich(settings: Settings, object: string): Step | null {
  const match = pairsOf(settings, 'match')
  const as = pairsOf(settings, 'as')
  const own = [...new Set([...(settings.texts('keys') ?? []), ...match.keys()])]
  const fields = [...new Set([...(settings.texts('fields') ?? []), ...as.keys()])]
  const rejects = settings.word('missing', missing) === 'reject'
  if (own.length === 0 || (fields.length === 0 && !rejects)) return null
  const prefix = settings.text('prefix') ?? ''
  const enrichment: Enrichment = {
    object: settings.text('schemaId') ?? object,
    own,
    theirs: own.map((name) => match.get(name) ?? name),
    fields,
    names: fields.map((field) => as.get(field) ?? `${prefix}${field}`),
    rejects,
  }
  return { all: (tokens, turn) => enriched(enrichment, tokens, turn) }
}

function pairsOf(settings: Settings, name: string): Map<string, string> {
  const pairs = Object.entries(settings.object(name) ?? {})
  const fit = pairs.filter((pair): pair is [string, string] => typeof pair[1] === 'string' && pair[1] !== '')
  if (fit.length < pairs.length) settings.wrong(name, `Setting '${name}' must give each field the name of another`)
  return new Map(fit)
}

async function enriched(to: Enrichment, tokens: Token[], turn: Turn): Promise<Token[]> {
  const keyed = await turn.each(tokens, ({ row }) => {
    const values = to.own.map((name) => row[name] ?? null)
    return values.some(isEmpty) ? null : { key: keyOf(values), values }
  })
  const wanted = new Map<string, Cell[]>()
  for (const { result } of keyed) if (result) wanted.set(result.key, result.values)
  const found = wanted.size > 0 ? await turn.io.lookUp(to.object, to.theirs, [...wanted.values()]) : []
  const records = new Map([...wanted.keys()].map((key, at) => [key, found[at] ?? null]))
  const keys = new Map(keyed.map(({ token, result }) => [token, result?.key]))
  const done = await turn.each(
    keyed.map(({ token }) => token),
    (token) => together(to, token.row, records.get(keys.get(token) ?? '') ?? null),
  )
  return done.map(({ token, result }) => ({ ...token, row: result }))
}

function together({ own, fields, names, rejects }: Enrichment, row: Row, record: Row | null): Row {
  if (record === null && rejects) {
    throw new Unfit(`There is no record with ${own.map((name) => `${name} ${told(row[name] ?? null)}`).join(', ')}`)
  }
  return withFields(row, names, record === null ? [] : fields.map((field) => record[field] ?? null))
}
