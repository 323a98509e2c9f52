import { beforeEach, expect, it } from 'vitest'
import { gate, interleave } from '@/e2e/interleave'
import { chance } from '@/e2e/random'
import { installation, openWorkspace } from '@/e2e/workspace'
import { sql } from '@/lib/db/client'
import { type Caller, openTransaction, readerFor, type Tx } from '@/lib/db/transaction'
import { createRecord } from './create'
import { createRecords } from './create-many'
import { listRecords } from './list'
import type { RecordRow } from './record'
import { updateRecord } from './update'

/** Somebody who asks again and again what has changed, while transactions commit later than they began. */

let caller: Caller
const inTx = <T>(work: (tx: Tx) => Promise<T>) => openTransaction(caller, work)
const company = (title: string) => inTx((tx) => createRecord(tx, { object: 'companies', values: { title } }))
const rename = (tx: Tx, id: string) => updateRecord(tx, id, { values: { title: 'renamed' } })

const poll = async (since: Date): Promise<{ rows: RecordRow[]; next: Date }> => {
  const { rows, nextSince } = await listRecords(readerFor(caller), { updatedSince: since }, 1000, null)
  if (!nextSince) throw new Error('the first page did not say since when to ask the next time')
  return { rows, next: nextSince }
}
const long = new Date('2000-01-01')

beforeEach(async () => {
  caller = { workspaceId: (await openWorkspace()).id, actor: installation, requestId: null }
})

it('a change that is written, but not committed, when somebody asks is told the next time', async () => {
  const { id } = await company('one')
  const first = await interleave(
    caller,
    (tx) => rename(tx, id),
    () => poll(long),
  )
  expect(first.waited).toBe(false)
  if (first.second.status === 'rejected') throw first.second.reason
  const { rows, next } = first.second.value
  expect(rows.map(({ title }) => title)).toEqual(['one'])
  expect((await poll(next)).rows.map(({ title }) => title)).toEqual(['renamed'])
})

it('a change of a transaction that had begun, but not written, when somebody asks is told the next time', async () => {
  const { id } = await company('one')
  const asked = gate()
  const begun = gate()
  const slow = inTx(async (tx) => {
    await tx.sql('SELECT 1', [])
    begun.open()
    await asked.opened
    return rename(tx, id)
  })
  await begun.opened
  const { next } = await poll(long)
  asked.open()
  await slow
  expect((await poll(next)).rows.map(({ title }) => title)).toEqual(['renamed'])
})

it('what is made, and a whole import, is told like a change', async () => {
  for (const make of [
    (tx: Tx) => createRecord(tx, { object: 'companies', values: { title: 'new' } }),
    (tx: Tx) => createRecords(tx, 'companies', [{ values: { title: 'new' } }]),
  ]) {
    const { second } = await interleave(
      caller,
      async (tx): Promise<unknown> => make(tx),
      () => poll(new Date()),
    )
    if (second.status === 'rejected') throw second.reason
    expect(second.value.rows).toEqual([])
    expect((await poll(second.value.next)).rows.map(({ title }) => title)).toContain('new')
  }
})

it('nobody who only reads or waits holds back the time', async () => {
  const before = Date.now()
  const held = gate()
  const reading = gate()
  const reader = inTx(async (tx) => {
    await tx.sql('SELECT count(*) FROM "CrmRecord"', [])
    reading.open()
    await held.opened
  })
  await reading.opened
  const { next } = await poll(long)
  held.open()
  await reader
  expect(next.getTime()).toBeGreaterThanOrEqual(before - 1000)
})

it('only a first page says since when to ask, and only where it was asked for changes', async () => {
  for (const title of ['a', 'b']) await company(title)
  const scope = readerFor(caller)
  const first = await listRecords(scope, { updatedSince: long }, 1, null)
  expect(first.nextSince).toBeInstanceOf(Date)
  expect((await listRecords(scope, { updatedSince: long }, 1, first.next)).nextSince).toBeNull()
  expect((await listRecords(scope, {}, 1, null)).nextSince).toBeNull()
})

it('while many write at once nothing is missed', async () => {
  const luck = chance(5)
  const ids = (await Promise.all(Array.from({ length: 20 }, (_, at) => company(`c${at}`)))).map(({ id }) => id)
  const seen = new Map<string, number>()
  let since = long
  const look = async () => {
    const { rows, next } = await poll(since)
    for (const { id, version } of rows) seen.set(id, Math.max(version, seen.get(id) ?? 0))
    since = next
  }
  let writing = 6
  const writer = async (who: number) => {
    for (let round = 0; round < 25; round++) {
      await inTx(async (tx) => {
        // In one order, so that they wait for each other but never in a circle.
        const some = ids.filter(() => luck.under(8) === 0)
        for (const id of some) await updateRecord(tx, id, { values: { title: `${who}.${round}` } })
      })
    }
    writing--
  }
  const writers = Promise.all(Array.from({ length: 6 }, (_, who) => writer(who)))
  while (writing > 0) await look()
  await writers
  await look()
  const rows = await sql<{ id: string; version: number }>(
    'SELECT id, version FROM "CrmRecord" WHERE "workspaceId" = $1',
    [caller.workspaceId],
  )
  expect(Object.fromEntries(seen)).toEqual(Object.fromEntries(rows.map(({ id, version }) => [id, version])))
})
