import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Program } from '@/e2e/app'
import { type FlowInstallation, openFlowInstallation } from '@/e2e/flow-installation'
import { chain, csvOf } from '@/e2e/flow-runs'
import { chance, seedOfRun } from '@/e2e/random'
import { sql } from '@/lib/db/client'
import { hasEnded } from '@/lib/domain/run/run'

let installation: FlowInstallation
beforeAll(async () => {
  installation = await openFlowInstallation()
}, 120_000)
afterAll(() => installation.close(), 120_000)

const count = 100_000
const workerKills = 25
const databaseKills = 5

/** What the file says, and what is to become of it: every kind of row there is. */
function oracle() {
  const rows: (string | number)[][] = []
  const records = new Map<string, { title: string; size: number }>()
  const expected = { in: count, out: 0, rejected: 0, skipped: 0 }
  for (let at = 0; at < count; at++) {
    const size = at % 100 === 3 ? 'many' : at % 1000
    const name = at % 100 === 7 ? '' : `Thing ${at}`
    // Some are of a record that an earlier row made.
    const id = `id-${at % 10 === 9 ? at - 9 : at}`
    rows.push([id, name, size])
    // Each node in its turn: the cast, the filter, the target.
    if (size === 'many') expected.rejected++
    else if (size < 50) expected.skipped++
    else if (name === '') expected.rejected++
    else {
      expected.out++
      records.set(id, { title: name, size: size as number })
    }
  }
  return { csv: csvOf(['external_id', 'name', 'size'], rows), records, expected }
}

test(`a run of ${count} rows survives ${workerKills} kills of its worker and ${databaseKills} of the database`, async () => {
  const { flows, worker, crashDatabase, ended } = installation
  const random = chance(seedOfRun())
  const { csv, records, expected } = oracle()
  const file = await flows.file(csv)
  const object = await flows.object('things', [{ name: 'size', type: 'number' }])
  const drawn = chain(
    ['transform', { type: 'cast', field: 'size', to: 'number' }],
    ['filter', { expression: 'size >= 50.0' }],
    ['target', { mode: 'upsert', keys: ['external_id'] }],
  )
  const flow = await flows.flow(file, object, { ...drawn, executionConfig: { batchSize: 500 } })
  const run = await flows.start(flow)

  /** Its claims are over: the test need not wait until they run out. */
  const free = async () => {
    await sql(`UPDATE "FlowPart" SET "leasedUntil" = NULL WHERE "runId" = $1`, [run.id])
    await sql(`UPDATE "FlowRun" SET "leasedUntil" = NULL WHERE id = $1`, [run.id])
  }
  const rowsIn = async () => (await flows.find(run)).rows.in
  let kills = 0
  let crashes = 0
  let alive: Program = await worker()
  while (kills < workerKills) {
    const before = await rowsIn()
    // At a random moment of the reading and writing, once it goes on again.
    while ((await rowsIn()) === before && !hasEnded((await flows.find(run)).status)) await pause(20)
    if (hasEnded((await flows.find(run)).status)) break
    await pause(random.under(400))
    if (kills % 5 === 2 && crashes < databaseKills) {
      await crashDatabase()
      crashes++
      await expect
        .poll(
          () =>
            sql('SELECT 1', [])
              .then(() => true)
              .catch(() => false),
          { timeout: 30_000 },
        )
        .toBe(true)
    }
    alive.child.kill('SIGKILL')
    await alive.exit
    kills++
    await free()
    alive = await worker()
  }
  expect([kills, crashes]).toEqual([workerKills, databaseKills])
  const done = await ended(run, 900_000)
  expect(done).toMatchObject({ status: 'completed', error: null, rows: expected })
  expect(done.rows.in).toBe(done.rows.out + done.rows.rejected + done.rows.skipped)
  const found = await flows.records('things')
  expect(found).toHaveLength(records.size)
  for (const { title, externalId, fields } of found) {
    expect({ title, size: fields.size }).toEqual(records.get(externalId ?? ''))
  }
  const rejects = await flows.rejects(run)
  expect(new Set(rejects.map(({ number }) => number)).size).toBe(expected.rejected)
  expect(rejects.map(({ number }) => number)).toEqual(
    rejects.map(({ number }) => number).sort((one, other) => one - other),
  )
  // A change for each time that a record was made or became another, none twice.
  const [changes] = await sql<{ changes: number; versions: number }>(
    `SELECT (SELECT count(*) FROM "Change" WHERE "workspaceId" = $1 AND subject = 'record') AS changes,
            (SELECT sum(version) FROM "CrmRecord" WHERE "workspaceId" = $1) AS versions`,
    [flows.workspace.id],
  )
  expect(changes?.changes).toBe(changes?.versions)
})
