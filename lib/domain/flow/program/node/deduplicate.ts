import { isEmpty } from '../cell'
import { keyOf } from '../key'
import type { Compile, Token, Turn } from '../step'

/**
 * Leaves out the rows whose keys another row of the run had before. Rows whose keys are all empty are nobody's duplicates:
 * a hundred people without an e-mail address are a hundred people.
 */
export const deduplicate: Compile = (settings) => {
  const keys = settings.texts('keys')
  return keys && { all: (tokens, turn) => firsts(keys, tokens, turn) }
}

async function firsts(keys: string[], tokens: Token[], turn: Turn): Promise<Token[]> {
  const keyed = await turn.each(tokens, ({ row }) => {
    const values = keys.map((key) => row[key] ?? null)
    return values.every(isEmpty) ? null : `${turn.mark}${keyOf(values)}`
  })
  const asked = [...new Set(keyed.flatMap(({ result }) => result ?? []))]
  const fresh = asked.length > 0 ? await turn.io.claim(turn.nodeId, asked) : []
  const left = new Set(asked.filter((_, at) => fresh[at]))
  const first = keyed.filter(({ result }) => result === null || left.delete(result)).map(({ token }) => token)
  turn.skip(keyed.length - first.length)
  return first
}
