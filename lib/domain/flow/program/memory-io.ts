import type { Row } from '../row'
import { keyOf } from './key'
import type { Io } from './program'

/** What nodes need, kept in memory, for one run: for previews, which must leave nothing behind. */
export function memoryIo(records: ReadonlyMap<string, Row[]> = new Map()): Io {
  const seen = new Map<string, Set<string>>()
  const kept = new Map<string, Map<string, Row[]>>()
  return {
    async claim(nodeId, keys) {
      const known = under(seen, nodeId, () => new Set())
      return keys.map((key) => {
        const fresh = !known.has(key)
        known.add(key)
        return fresh
      })
    },
    async stage(nodeId, entries) {
      const known = under(kept, nodeId, () => new Map())
      for (const { key, row } of entries) under(known, key, () => []).push(row)
    },
    async staged(nodeId, keys) {
      const known = kept.get(nodeId)
      return new Map(keys.flatMap((key) => (known?.has(key) ? [[key, known.get(key) as Row[]]] : [])))
    },
    async lookUp(object, fields, values) {
      const found = new Map<string, Row>()
      for (const record of records.get(object) ?? []) {
        const key = keyOf(fields.map((field) => record[field] ?? null))
        if (!found.has(key)) found.set(key, record)
      }
      return values.map((each) => found.get(keyOf(each)) ?? null)
    },
  }
}

function under<Value>(known: Map<string, Value>, key: string, make: () => Value): Value {
  const found = known.get(key) ?? make()
  known.set(key, found)
  return found
}
