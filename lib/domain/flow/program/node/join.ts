import { type Cell, emptyRow, type Row } from '../../row'
import { isEmpty } from '../cell'
import { keyOf } from '../key'
import type { Compile, Token, Turn } from '../step'

const types = ['inner', 'left'] as const

/**
 * Puts to each row of the left the fields of the rows of the right whose keys are the same: one row for each of them, and
 * where both have a field the left's stays. Empty keys match nothing. Without a match a row is left out (inner) or passes
 * as it is (left).
 */
export const join: Compile = (settings) => {
  const keys = settings.texts('keys')
  const type = settings.word('type', types) ?? 'inner'
  if (keys === null) return null
  return {
    keep: (tokens, turn) => keep(keys, tokens, turn),
    all: (tokens, turn) => match(keys, type === 'left', tokens, turn),
  }
}

/** Keeps the rows of the right, and gives how many. */
async function keep(keys: string[], tokens: Token[], turn: Turn): Promise<number> {
  const keyed = await turn.each(tokens, ({ row }) => joinKey(keys, row))
  const entries = keyed.flatMap(({ token, result }) => (result === null ? [] : [{ key: result, row: token.row }]))
  if (entries.length > 0) await turn.io.stage(turn.nodeId, entries)
  turn.skip(keyed.length - entries.length)
  return entries.length
}

async function match(keys: string[], keepsAll: boolean, tokens: Token[], turn: Turn): Promise<Token[]> {
  const keyed = await turn.each(tokens, ({ row }) => joinKey(keys, row))
  const asked = [...new Set(keyed.flatMap(({ result }) => result ?? []))]
  const found = asked.length > 0 ? await turn.io.staged(turn.nodeId, asked) : new Map<string, Row[]>()
  const joined: Token[] = []
  for (const { token, result } of keyed) {
    const others = result === null ? undefined : found.get(result)
    if (others && others.length > 0) {
      turn.add(others.length - 1)
      for (const other of others) joined.push({ ...token, row: together(token.row, other) })
      await turn.pause()
    } else if (keepsAll) joined.push(token)
    else turn.skip(1)
  }
  return joined
}

/** What a row is found by; null when one of its keys is empty. */
function joinKey(keys: string[], row: Row): string | null {
  const values = keys.map((key) => row[key] ?? null)
  return values.some(isEmpty) ? null : keyOf(values)
}

function together(left: Row, right: Row): Row {
  const row = emptyRow()
  for (const name in left) row[name] = left[name] as Cell
  for (const name in right) if (row[name] === undefined) row[name] = right[name] as Cell
  return row
}
