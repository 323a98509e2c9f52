import { v7 } from 'uuid'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Acting, actingWith } from '@/e2e/acting'
import { refusalIn, startContractApi } from '@/e2e/contract-api'
import { gate } from '@/e2e/interleave'
import { settled } from '@/e2e/settled'
import { installation, openWorkspace, type TestWorkspace } from '@/e2e/workspace'
import { sql } from '@/lib/db/client'
import { type Caller, openTransaction } from '@/lib/db/transaction'
import { type Change, recordEvent } from '@/lib/domain/event/record-event'
import { newId } from '@/lib/domain/id'

let api: Awaited<ReturnType<typeof startContractApi>>
let workspace: TestWorkspace
let key: string
let acting: Acting

beforeAll(async () => {
  api = await startContractApi()
})
afterAll(() => api.stop())
beforeEach(async () => {
  workspace = await openWorkspace()
  key = await workspace.key('rex')
  acting = actingWith(api, key)
})

interface Told {
  id: string
  type: string
  created_at: string
  actor: object
  // biome-ignore lint/suspicious/noExplicitAny: what a test expects it says in its assertions
  data: any
}

interface Page {
  data: Told[]
  has_more: boolean
  next_cursor: string
}

const get = (query = '', by = key) => api.ask('GET', `/events${query}`, { key: by })

async function read(query = '', by = key): Promise<Page> {
  const answer = await get(query, by)
  expect(answer.status, answer.text).toBe(200)
  return answer.body
}

/** All that there is to read from here on, once everything that was begun has ended. */
async function rest(query = '', by = key): Promise<Page> {
  await settled()
  const filters = query.replace(/since=[^&]*/, '')
  const pages = [await read(query, by)]
  while (pages.at(-1)?.has_more)
    pages.push(await read(`?since=${pages.at(-1)?.next_cursor}${filters.replace('?', '&')}`, by))
  return { data: pages.flatMap(({ data }) => data), has_more: false, next_cursor: pages.at(-1)?.next_cursor ?? '' }
}

const types = ({ data }: Page) => data.map(({ type }) => type)

/** Writes an event of a verb that only these tests know. */
const happen = (subjectId: string, { id }: TestWorkspace = workspace, hold?: () => Promise<void>): Promise<void> =>
  openTransaction(callerIn(id), async (tx) => {
    await recordEvent(tx, 'pipeline.update', [changeOf(subjectId)])
    await hold?.()
  })

const callerIn = (workspaceId: string): Caller => ({ workspaceId, actor: installation, requestId: null })
const changeOf = (subjectId: string): Change => ({ subject: 'pipeline', subjectId, before: null, after: { name: 'x' } })
const subjects = ({ data }: Page): string[] => data.map((event) => event.data.changes[0].id)

describe('the events of a workspace', () => {
  it('tell what happened, to what, by whom, in REX’s words', async () => {
    const board = await acting.board()
    const [a, b] = board.stages
    const deal = await acting.deal(board, a, { value: 125_000, currency: 'EUR', external_id: 'crm-7' })
    await acting.patch(`/deals/${deal.id}`, { name: 'Acme renewal', expected_close: '2026-12-24' })
    await acting.post(`/deals/${deal.id}/stage`, { stage_id: b.id })
    await acting.delete(`/deals/${deal.id}`)
    const contact = await acting.record('contacts', { name: 'Alice' })
    const { data } = await rest('?type=deal.*&type=record.*')
    expect(data.map(({ type }) => type)).toEqual([
      'deal.created',
      'deal.updated',
      'deal.moved',
      'deal.deleted',
      'record.created',
    ])
    for (const event of data) expect(event.actor).toEqual({ id: workspace.adminId, via: 'api' })
    const [created, updated, moved, deleted, contactCreated] = data.map((event) => event.data)
    const same = { subject: 'deal', id: deal.id, object: 'opportunities', pipeline_id: board.id }
    expect(created).toEqual({
      changes_total: 1,
      changes: [
        {
          ...same,
          from_stage_id: null,
          to_stage_id: a.id,
          version: 1,
          before: null,
          after: {
            name: 'Deal',
            value: 125_000,
            currency: 'EUR',
            external_id: 'crm-7',
            stage_id: a.id,
            pipeline_id: board.id,
          },
        },
      ],
    })
    expect(updated.changes).toEqual([
      {
        ...same,
        from_stage_id: null,
        to_stage_id: null,
        version: 2,
        before: { name: 'Deal', expected_close: null },
        after: { name: 'Acme renewal', expected_close: '2026-12-24' },
      },
    ])
    expect(moved.changes[0]).toMatchObject({ ...same, from_stage_id: a.id, to_stage_id: b.id })
    expect(moved.changes[0].after).toMatchObject({ stage_id: b.id, stage_entered_at: expect.stringMatching(/Z$/) })
    expect(deleted.changes[0]).toMatchObject({ ...same, before: { deleted_at: null } })
    expect(contactCreated.changes[0]).toMatchObject({
      subject: 'record',
      id: contact.id,
      object: 'contacts',
      pipeline_id: null,
      after: { name: 'Alice' },
    })
  })

  it('tell of boards, stages, fields and members too', async () => {
    const board = await acting.board()
    await acting.patch(`/pipelines/${board.id}`, { name: 'Enterprise', rotting_days: 7 })
    await acting.post(`/pipelines/${board.id}/stages`, { name: 'Late', type: 'open' })
    await acting.put(`/pipelines/${board.id}/stages`, {
      stage_ids: (await acting.get(`/pipelines/${board.id}`)).body.data.stages
        .map((each: { id: string }) => each.id)
        .reverse(),
    })
    await acting.delete(`/pipelines/${board.id}/stages/${board.stages[0].id}`)
    await acting.delete(`/pipelines/${board.id}`)
    await acting.post(`/pipelines/${board.id}/restore`, {})
    await acting.post('/objects/contacts/fields', { name: 'tier', label: 'Tier', type: 'text' })
    const told = await rest()
    expect(types(told)).toEqual([
      'workspace.created',
      'member.created',
      'api_key.created',
      'pipeline.created',
      'pipeline.updated',
      'stage.created',
      'stage.reordered',
      'stage.deleted',
      'pipeline.deleted',
      'pipeline.restored',
      'field.created',
    ])
    expect(told.data[4]?.data.changes[0]).toMatchObject({
      subject: 'pipeline',
      id: board.id,
      object: null,
      before: { name: 'Sales Pipeline', rotting_days: null },
      after: { name: 'Enterprise', rotting_days: 7 },
    })
    expect(told.data[0]?.actor).toEqual({ id: null, via: 'cli' })
  })

  it('are read by every member, those of keys by admins alone', async () => {
    await workspace.key('kasar', { name: 'Nightly export' })
    const viewer = await workspace.key('rex', { role: 'viewer', scopes: ['read'] })
    expect(types(await rest('', viewer))).toEqual(['workspace.created', 'member.created'])
    expect(types(await rest('?type=api_key.*', viewer))).toEqual([])
    expect(types(await rest('?type=api_key.*'))).toEqual(['api_key.created', 'api_key.created', 'api_key.created'])
    const [made] = await sql<{ id: string }>(
      `SELECT id FROM "Event" WHERE "workspaceId" = $1 AND verb = 'api-key.create' LIMIT 1`,
      [workspace.id],
    )
    const changes = (by: string) => api.ask('GET', `/events/${made?.id}/changes`, { key: by })
    expect(refusalIn(await changes(viewer), 'rex')).toMatchObject({ status: 404, message: 'Event not found' })
    expect((await changes(key)).body.data).toHaveLength(1)
  })

  it('never tell a secret, whoever recorded it', async () => {
    const after = { name: 'Hook', hash: 'h-1', keyHash: 'h-2', sealedSecret: 's-3', token: 't-4', passwordHash: 'p-5' }
    await openTransaction(callerIn(workspace.id), (tx) =>
      recordEvent(tx, 'pipeline.update', [{ subject: 'pipeline', subjectId: newId(), before: null, after }]),
    )
    const told = await rest('?type=pipeline.updated')
    expect(told.data[0]?.data.changes[0].after).toEqual({ name: 'Hook' })
  })

  it('show the first twenty rows that they changed, and the others on demand', async () => {
    const ids = Array.from({ length: 45 }, () => newId())
    await openTransaction(callerIn(workspace.id), (tx) => recordEvent(tx, 'pipeline.update', ids.map(changeOf)))
    const [event] = (await rest('?type=pipeline.updated')).data
    expect(event?.data.changes_total).toBe(45)
    expect(event?.data.changes.map(({ id }: { id: string }) => id)).toEqual(ids.slice(0, 20))
    const found: string[] = []
    for (let cursor = ''; ; ) {
      const page = (await acting.get(`/events/${event?.id}/changes?limit=20${cursor}`)).body
      found.push(...page.data.map(({ id }: { id: string }) => id))
      if (!page.has_more) break
      cursor = `&cursor=${page.next_cursor}`
    }
    expect(found).toEqual(ids)
  })

  it('of another workspace are nobody’s business', async () => {
    const other = await openWorkspace()
    await happen(newId(), other)
    const theirs = await rest('', await other.key('rex'))
    const ours = await rest()
    expect(ours.data.map(({ id }) => id)).not.toEqual(expect.arrayContaining(theirs.data.map(({ id }) => id)))
    expect((await acting.get(`/events/${theirs.data[0]?.id}/changes`)).status).toBe(404)
    await happen(newId())
    expect((await rest(`?since=${theirs.next_cursor}`)).data).toHaveLength(1)
  })
})

describe('a place in the feed', () => {
  it('is a cursor, also at the end, from which what comes later is read', async () => {
    const { next_cursor: end } = await rest()
    expect(await rest(`?since=${end}`)).toEqual({ data: [], has_more: false, next_cursor: end })
    const ids = [newId(), newId(), newId()]
    for (const id of ids) await happen(id)
    await settled()
    const first = await read(`?since=${end}&limit=2`)
    expect([subjects(first), first.has_more]).toEqual([ids.slice(0, 2), true])
    const second = await read(`?since=${first.next_cursor}&limit=2`)
    expect([subjects(second), second.has_more]).toEqual([ids.slice(2), false])
  })

  it('is an instant: the first event, in the order of commits, made at or after it', async () => {
    const at = (minutes: number) => new Date(Date.now() - minutes * 60_000)
    await sql(`UPDATE "Event" SET at = now() - interval '1 day' WHERE "workspaceId" = $1`, [workspace.id])
    const ids = new Map<number, string>()
    // The one of ninety minutes ago was committed first, the one of ten minutes ago before the one of thirty.
    for (const minutes of [90, 120, 10, 30]) {
      const id = v7({ msecs: at(minutes).getTime() })
      ids.set(minutes, id)
      await sql(`INSERT INTO "Event" ("workspaceId", id, verb, door, at) VALUES ($1, $2, 'stage.reorder', 'cli', $3)`, [
        ...[workspace.id, id, at(minutes)],
      ])
    }
    const since = async (minutes: number) =>
      (await rest(`?since=${at(minutes).toISOString()}&type=stage.*`)).data.map(({ id }) => id)
    const events = (...minutes: number[]) => minutes.map((each) => ids.get(each))
    expect(await since(121)).toEqual(events(90, 120, 10, 30))
    expect(await since(100)).toEqual(events(90, 120, 10, 30))
    expect(await since(60)).toEqual(events(10, 30))
    expect(await since(20)).toEqual(events(10, 30))
    expect(await since(5)).toEqual([])
    // One that has not come yet is now.
    const { next_cursor } = await rest(`?since=${at(-60).toISOString()}`)
    await happen(newId())
    expect((await rest(`?since=${next_cursor}`)).data).toHaveLength(1)
  })

  it('is of a thousand events at most that one reply searches', async () => {
    await openTransaction(callerIn(workspace.id), async (tx) => {
      for (let n = 0; n < 1500; n++) await recordEvent(tx, 'pipeline.update', [changeOf(newId())])
      await recordEvent(tx, 'stage.update', [changeOf(newId())])
    })
    await settled()
    const first = await read('?type=stage.updated')
    expect([first.data.length, first.has_more]).toEqual([0, true])
    const second = await read(`?type=stage.updated&since=${first.next_cursor}`)
    expect([types(second), second.has_more]).toEqual([['stage.updated'], false])
  })

  it.each([
    ['?since=', "Parameter 'since' must be a cursor"],
    ['?since=yesterday', "Parameter 'since' must be a cursor"],
    [`?since=${Buffer.from('feed:5:not-an-id').toString('base64url')}`, "Parameter 'since' must be a cursor"],
    [`?since=${Buffer.from(`after:${newId()}`).toString('base64url')}`, "Parameter 'since' must be a cursor"],
    ['?limit=0', "Parameter 'limit' must be at least 1"],
    ['?limit=201', "Parameter 'limit' must be at most 200"],
    [
      '?type=deals.moved',
      "Parameter 'type' must be types of events such as deal.moved, all of a noun such as deal.*, or *",
    ],
    ['?type=deal.moved&type=deal', 'must be types of events'],
    ['?after=x', "Parameter 'after' is not known here"],
  ])('%s is refused', async (query, message) => {
    const refused = refusalIn(await get(query), 'rex')
    expect(refused.status).toBe(400)
    expect(refused.message).toContain(message)
  })
})

describe('no event is skipped', () => {
  it('that is committed after a younger one', async () => {
    const { next_cursor: start } = await rest('?type=pipeline.*')
    const [late, early] = [newId(), newId()]
    const [written, release] = [gate(), gate()]
    const slow = happen(late, workspace, async () => {
      written.open()
      await release.opened
    })
    await written.opened
    await happen(early)
    // The younger one is there, and would be past the older one for good: it is kept back until both are.
    const meanwhile = await read(`?since=${start}`)
    expect(subjects(meanwhile)).toEqual([])
    release.open()
    await slow
    expect(subjects(await rest(`?since=${meanwhile.next_cursor}`))).toEqual([late, early])
  })

  it('nor shown twice, of two thousand that are walked while they are written', async () => {
    const { next_cursor: start } = await rest()
    const written = new Set<string>()
    let writing = true
    const writer = async (nth: number) => {
      for (let n = 0; n < 500; n++) {
        const id = newId()
        // Every tenth transaction stays open while the other writers commit theirs.
        const hold = async () => {
          for (let turn = 0; turn < 5; turn++) await sql('SELECT 1', [])
        }
        await happen(id, workspace, n % 10 === nth ? hold : undefined)
        written.add(id)
      }
    }
    const writers = Promise.all([0, 1, 2, 3].map(writer)).finally(() => {
      writing = false
    })
    const seen: string[] = []
    let cursor = start
    for (let last = false; !last; ) {
      last = !writing
      if (last) await settled()
      for (let more = true; more; ) {
        const page = await read(`?since=${cursor}&limit=50`)
        seen.push(...subjects(page))
        more = page.has_more
        cursor = page.next_cursor
      }
    }
    await writers
    expect(written.size).toBe(2000)
    expect(new Set(seen)).toEqual(written)
    expect(seen).toHaveLength(2000)
  }, 60_000)
})
