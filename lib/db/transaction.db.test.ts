import { beforeAll, describe, expect, it } from 'vitest'
import { backendOf, gate } from '@/e2e/interleave'
import { installation, openWorkspace } from '@/e2e/workspace'
import { recordEvent } from '@/lib/domain/event/record-event'
import { newId } from '@/lib/domain/id'
import { createRecord } from '@/lib/domain/record/create'
import { sql } from './client'
import { BeginAgain, type Caller, openTransaction, type Tx } from './transaction'

let caller: Caller

beforeAll(async () => {
  caller = { workspaceId: (await openWorkspace()).id, actor: installation, requestId: 'test' }
})

const contact = (tx: Tx, title: string) => createRecord(tx, { object: 'contacts', values: { title } })

/** How many rows a title has left anywhere: the record, and the change that tells of it. */
async function traces(title: string): Promise<number> {
  const [row] = await sql<{ count: number }>(
    `SELECT (SELECT count(*) FROM "CrmRecord" WHERE "workspaceId" = $1 AND title = $2)
          + (SELECT count(*) FROM "Change" WHERE "workspaceId" = $1 AND after->>'title' = $2) AS count`,
    [caller.workspaceId, title],
  )
  return row?.count ?? -1
}

const events = async (): Promise<number> =>
  (await sql('SELECT 1 FROM "Event" WHERE "workspaceId" = $1', [caller.workspaceId])).length

describe('a transaction', () => {
  it('leaves record, change and event together', async () => {
    const before = await events()
    await openTransaction(caller, (tx) => contact(tx, 'whole'))
    expect(await traces('whole')).toBe(2)
    expect(await events()).toBe(before + 1)
  })

  it('leaves nothing of a verb that throws in the middle', async () => {
    const before = await events()
    const broken = openTransaction(caller, async (tx) => {
      await contact(tx, 'half')
      throw new Error('out of ink')
    })
    await expect(broken).rejects.toThrow('out of ink')
    expect(await traces('half')).toBe(0)
    expect(await events()).toBe(before)
  })

  it('leaves nothing of a verb whose history cannot be written', async () => {
    const broken = openTransaction(caller, async (tx) => {
      await contact(tx, 'unheard')
      await recordEvent(tx, 'test', [{ subject: 'record', subjectId: 'no id', before: null, after: null }])
    })
    await expect(broken).rejects.toThrow()
    expect(await traces('unheard')).toBe(0)
  })

  it('leaves nothing when the connection is cut between two statements, nor ends the process', async () => {
    const cut = openTransaction(caller, async (tx) => {
      await contact(tx, 'cut')
      await sql('SELECT pg_terminate_backend($1, 5000)', [await backendOf(tx)])
      await contact(tx, 'cut')
    })
    await expect(cut).rejects.toThrow()
    expect(await traces('cut')).toBe(0)
    await openTransaction(caller, (tx) => contact(tx, 'after the cut'))
    expect(await traces('after the cut')).toBe(2)
  })

  it('leaves nothing when the connection is cut during a statement', async () => {
    const asleep = gate()
    let backend = 0
    const cut = openTransaction(caller, async (tx) => {
      await contact(tx, 'cut off')
      backend = await backendOf(tx)
      asleep.open()
      await tx.sql('SELECT pg_sleep(60)', [])
    })
    const refused = expect(cut).rejects.toThrow()
    await asleep.opened
    await sql('SELECT pg_terminate_backend($1, 5000)', [backend])
    await refused
    expect(await traces('cut off')).toBe(0)
  })

  it('undoes under a savepoint only what failed', async () => {
    await openTransaction(caller, async (tx) => {
      await contact(tx, 'kept')
      const failed = tx.savepoint(async () => {
        await contact(tx, 'undone')
        await tx.sql('SELECT 1 / 0', [])
      })
      await expect(failed).rejects.toThrow('division by zero')
      await tx.savepoint(() => contact(tx, 'kept too'))
    })
    expect([await traces('kept'), await traces('undone'), await traces('kept too')]).toEqual([2, 0, 2])
  })

  it('goes back to the savepoint that is meant, also after one inside it has failed', async () => {
    await openTransaction(caller, async (tx) => {
      await contact(tx, 'around')
      const failed = tx.savepoint(async () => {
        await contact(tx, 'outer')
        await tx.savepoint(() => Promise.reject(new Error('inner'))).catch(() => {})
        await contact(tx, 'outer too')
        throw new Error('outer')
      })
      await expect(failed).rejects.toThrow('outer')
    })
    expect([await traces('around'), await traces('outer'), await traces('outer too')]).toEqual([2, 0, 0])
  })

  it('gives what Prisma writes and what SQL writes one fate', async () => {
    const name = `typed ${newId()}`
    const count = () => sql('SELECT 1 FROM "Agent" WHERE "workspaceId" = $1 AND name = $2', [caller.workspaceId, name])
    const write = (tx: Tx) => tx.db.agent.create({ data: { workspaceId: tx.workspaceId, id: newId(), name } })
    const broken = openTransaction(caller, async (tx) => {
      await write(tx)
      expect(await tx.sql('SELECT 1 FROM "Agent" WHERE name = $1', [name])).toHaveLength(1)
      expect(await count()).toHaveLength(0)
      throw new Error('no')
    })
    await expect(broken).rejects.toThrow('no')
    expect(await count()).toHaveLength(0)
    await openTransaction(caller, write)
    expect(await count()).toHaveLength(1)
  })
})

describe('a transaction that the database breaks off', () => {
  it('begins again after a deadlock, and both commit', async () => {
    const [one, two] = await openTransaction(caller, async (tx) => [await contact(tx, 'x'), await contact(tx, 'y')])
    const both = [gate(), gate()]
    let begun = 0
    const cross = (mine: number, first: string, second: string) =>
      openTransaction(caller, async (tx) => {
        begun++
        await tx.sql('UPDATE "CrmRecord" SET source = $2 WHERE id = $1', [first, `${mine}`])
        both[mine]?.open()
        await both[1 - mine]?.opened
        await tx.sql('UPDATE "CrmRecord" SET source = $2 WHERE id = $1', [second, `${mine}`])
      })
    await Promise.all([cross(0, one?.id ?? '', two?.id ?? ''), cross(1, two?.id ?? '', one?.id ?? '')])
    expect(begun).toBeGreaterThan(2)
    const rows = await sql<{ source: string }>('SELECT source FROM "CrmRecord" WHERE id = ANY($1)', [
      [one?.id, two?.id],
    ])
    expect(rows[0]).toEqual(rows[1])
  })

  it('gives up after the fifth time, and leaves nothing', async () => {
    let begun = 0
    const hopeless = openTransaction(caller, async (tx) => {
      begun++
      await contact(tx, 'hopeless')
      await tx.sql(`DO $$ BEGIN RAISE 'could not serialize' USING ERRCODE = 'serialization_failure'; END $$`, [])
    })
    await expect(hopeless).rejects.toThrow('could not serialize')
    expect(begun).toBe(5)
    expect(await traces('hopeless')).toBe(0)
  })

  it('begins again as often as a verb asks for it that found the ground moved', async () => {
    let begun = 0
    await openTransaction(caller, async (tx) => {
      begun++
      await contact(tx, 'patient')
      if (begun < 20) throw new BeginAgain()
    })
    expect(await traces('patient')).toBe(2)
  })

  it('is not begun again for any other error', async () => {
    let begun = 0
    const wrong = openTransaction(caller, async (tx) => {
      begun++
      await tx.sql('SELECT 1 / 0', [])
    })
    await expect(wrong).rejects.toThrow('division by zero')
    expect(begun).toBe(1)
  })
})
