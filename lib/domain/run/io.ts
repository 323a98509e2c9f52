import { lookUpRecords } from '@/lib/db/sql/look-up'
import { insertSeen, insertStaged, stagedRows } from '@/lib/db/sql/run'
import type { Tx } from '@/lib/db/transaction'
import { textOf } from '../flow/program/cell'
import type { Io } from '../flow/program/program'
import { type Cell, type Row, rowFrom } from '../flow/row'
import { ownFields } from '../object/own-field'
import { isStorable } from '../text'

/** More rows than any part keeps: the rows of one part come before those of the next. */
const rowsAPart = 2 ** 40

/**
 * What the nodes of a run need, kept in the database, inside the transaction of a batch.
 * @param part whose rows are taken in, and how many of them were kept so far
 */
export function databaseIo(tx: Tx, runId: string, part: { index: number; staged: number }): Io {
  let ordinal = part.index * rowsAPart + part.staged
  return {
    async claim(nodeId, keys) {
      const fresh = await insertSeen(tx, runId, nodeId, keys)
      return keys.map((key) => fresh.has(key))
    },
    stage: (nodeId, entries) =>
      insertStaged(
        tx,
        runId,
        nodeId,
        entries.map((entry) => ({ ...entry, ordinal: ordinal++ })),
      ),
    async staged(nodeId, keys) {
      const found = new Map<string, Row[]>()
      for (const { key, row } of await stagedRows<Row>(tx, runId, nodeId, keys)) {
        const known = found.get(key)
        if (known) known.push(rowFrom(row))
        else found.set(key, [rowFrom(row)])
      }
      return found
    },
    lookUp: (object, fields, values) => lookUp(tx, object, fields, values),
  }
}

async function lookUp(tx: Tx, object: string, fields: string[], values: Cell[][]): Promise<(Row | null)[]> {
  const own = await ownFields(tx, object)
  const keys = fields.map((name) => {
    const field = own.find((each) => each.name === name && each.type !== 'pipeline')
    return { name, own: field ? { fieldId: field.id, isUnique: field.isUnique } : null }
  })
  const lists = values.map((list) => list.map((value) => (value === null ? '' : textOf(value))))
  // What no database could keep no record has.
  const asked = [...lists.entries()].filter(([, list]) => list.every(isStorable))
  const rows: (Row | null)[] = values.map(() => null)
  const found = await lookUpRecords<Row>(
    tx,
    object,
    keys,
    asked.map(([, list]) => list),
  )
  for (const { at, row } of found) rows[asked[at]?.[0] as number] = rowFrom(row)
  return rows
}
