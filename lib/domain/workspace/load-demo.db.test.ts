import { beforeAll, describe, expect, it } from 'vitest'
import { installation, openWorkspace } from '@/e2e/workspace'
import { sql } from '@/lib/db/client'
import { type Caller, openTransaction, readerFor } from '@/lib/db/transaction'
import { newId } from '../id'
import { signIn } from '../member/sign-in'
import { listPipelines } from '../pipeline/find'
import type { PipelineRow } from '../pipeline/pipeline'
import { createRecords } from '../record/create-many'
import { historyOf } from '../record/history'
import { listRecords } from '../record/list'
import type { RecordRow } from '../record/record'
import { demoData } from './demo-data'
import { findWorkspace } from './find'
import { type LoadedDemo, loadDemo } from './load-demo'

const slug = () => `d-${newId().slice(-12)}`
const callerIn = async (workspace: string): Promise<Caller> => ({
  workspaceId: (await findWorkspace(workspace)).id,
  actor: installation,
  requestId: null,
})
const scopeOf = async (workspace: string) => readerFor(await callerIn(workspace))

async function cardsOf(workspace: string, board: string) {
  const scope = await scopeOf(workspace)
  const pipeline = (await listPipelines(scope)).find(({ name }) => name === board) as PipelineRow
  // In board order.
  const rows = await sql<RecordRow>(
    `SELECT r.*, s.type AS "stageType" FROM "CrmRecord" r JOIN "Stage" s ON s."workspaceId" = r."workspaceId" AND s.id = r."stageId"
     WHERE r."workspaceId" = $1 AND r."pipelineId" = $2 ORDER BY s.position, r.rank`,
    [scope.workspaceId, pipeline.id],
  )
  const count = Object.fromEntries(
    pipeline.stages.map(({ id, name }) => [name, rows.filter((card) => card.stageId === id).length]),
  )
  return { pipeline, rows, count, scope }
}

describe('the demo', () => {
  const here = slug()
  let demo: LoadedDemo
  beforeAll(async () => {
    demo = await loadDemo({ workspace: here })
  })

  it('makes a workspace whose admin signs in with the password it gives', async () => {
    expect(demo).toMatchObject({ slug: here, isNew: true, deals: 60, admin: { email: `alex@${here}.example` } })
    const { email, password } = demo.admin ?? { email: '', password: '' }
    expect(await signIn(email, password, '127.0.0.1')).toMatchObject({ name: 'Alex Morgan' })
    const members = await sql('SELECT 1 FROM "Member" WHERE "workspaceId" = $1', [(await callerIn(here)).workspaceId])
    expect(members).toHaveLength(demoData('members').length)
  })

  it('fills the board of deals, stage by stage, each card behind those that came before it', async () => {
    const { pipeline, rows, count } = await cardsOf(here, 'Sales Pipeline')
    expect(count).toEqual({
      Qualification: 14,
      Discovery: 12,
      Proposal: 11,
      Negotiation: 7,
      'Closed Won': 10,
      'Closed Lost': 6,
    })
    expect(pipeline).toMatchObject({ object: 'opportunities', isDefault: true })
    expect(pipeline.stages.every(({ color }) => /^#[0-9a-f]{6}$/.test(color ?? ''))).toBe(true)
    for (const { id } of pipeline.stages) {
      const cards = rows.filter(({ stageId }) => stageId === id)
      expect(new Set(cards.map(({ rank }) => rank)).size).toBe(cards.length)
      expect(cards.map(({ stageEnteredAt }) => stageEnteredAt)).toEqual(
        cards.map(({ stageEnteredAt }) => stageEnteredAt).sort((one, other) => Number(one) - Number(other)),
      )
    }
  })

  it('fills the board of candidates', async () => {
    const { count } = await cardsOf(here, 'Recruitment Pipeline')
    expect(count).toEqual({ Applied: 6, Screening: 4, Interview: 4, Offer: 2, Hired: 2, Rejected: 2 })
  })

  it('has companies and contacts behind the deals, and every kind of card', async () => {
    const { rows, scope } = await cardsOf(here, 'Sales Pipeline')
    for (const object of ['companies', 'contacts'] as const) {
      expect((await listRecords(scope, { object }, 200, null)).rows).toHaveLength(demoData(object).length)
    }
    expect(rows.every(({ ownerId, companyId, contactId }) => ownerId && companyId && contactId)).toBe(true)
    expect(new Set(rows.map(({ currency }) => currency))).toEqual(new Set(['USD', 'EUR', null]))
    const day = new Date().toISOString().slice(0, 10)
    const open = rows.filter(({ stageType }) => stageType === 'open')
    expect(open.some(({ expectedClose }) => expectedClose !== null && expectedClose < day)).toBe(true)
    expect(open.some(({ expectedClose }) => expectedClose !== null && expectedClose > day)).toBe(true)
    expect(rows.filter(({ lostReason }) => lostReason)).toHaveLength(6)
    expect((await listRecords(scope, { object: 'opportunities', status: 'stalled' }, 200, null)).rows).toHaveLength(9)
  })

  it('lies in the past: a deal went through its stages one after the other, and its history says so', async () => {
    const { pipeline, rows, scope } = await cardsOf(here, 'Sales Pipeline')
    const told = demoData('deals').find(({ title }) => title.startsWith('Broker')) as { enteredDaysAgo: object }
    const deal = rows.find(({ title }) => title.startsWith('Broker')) as (typeof rows)[number]
    const { rows: history } = await historyOf(scope, deal.id, 50, null)
    expect(history.map(({ toStageName }) => toStageName).reverse()).toEqual(Object.keys(told.enteredDaysAgo))
    expect(history.map(({ at }) => at.getTime())).toEqual(history.map(({ at }) => at.getTime()).sort((a, b) => b - a))
    expect(deal.closedAt).toEqual(history[0]?.at)
    expect(deal.createdAt).toEqual(history.at(-1)?.at)
    const won = pipeline.stages.find(({ name }) => name === 'Closed Won')
    expect(rows.filter(({ stageId }) => stageId === won?.id).every(({ closedAt }) => closedAt)).toBe(true)
  })

  it('leaves the admin something to do: overdue, today, to come, recurring, without a date, and done', async () => {
    const scope = await scopeOf(here)
    const admin = demo.admin?.email ?? ''
    const tasks = await sql<{
      title: string
      dueAt: Date | null
      recurrence: string | null
      completedAt: Date | null
      links: number
    }>(
      `SELECT t.*, (SELECT count(*)::int FROM "TaskLink" l WHERE l."workspaceId" = $1 AND l."taskId" = t.id) AS links
       FROM "Task" t JOIN "User" u ON u.id = t."assignedToId" WHERE t."workspaceId" = $1 AND u.email = $2`,
      [scope.workspaceId, admin],
    )
    const told = demoData('tasks').filter(({ assignedTo }) => assignedTo === undefined)
    expect(tasks.map(({ title }) => title).sort()).toEqual(told.map(({ title }) => title).sort())
    const open = tasks.filter(({ completedAt }) => completedAt === null)
    const day = new Date().toISOString().slice(0, 10)
    const due = open.map(({ dueAt }) => dueAt?.toISOString().slice(0, 10) ?? 'none')
    const count = (fits: (each: string) => boolean) => due.filter(fits).length
    expect([
      count((each) => each < day),
      count((each) => each === day),
      count((each) => each > day && each !== 'none'),
      count((each) => each === 'none'),
    ]).toEqual([2, 3, 8, 2])
    expect(open.filter(({ recurrence }) => recurrence)).toHaveLength(3)
    expect(tasks.filter(({ links }) => links === 1)).toHaveLength(told.filter(({ deal }) => deal).length)
    const notified = await sql('SELECT 1 FROM "Notification" n JOIN "User" u ON u.id = n."userId" WHERE u.email = $1', [
      admin,
    ])
    expect(notified).toHaveLength(1)
  })

  it('loaded again adds nothing; with a number it fills the board up to it, the same at every load', async () => {
    expect(await loadDemo({ workspace: here })).toEqual({ slug: here, isNew: false, deals: 60, admin: null })
    expect(await loadDemo({ workspace: here, records: 90 })).toMatchObject({ deals: 90 })
    const there = slug()
    await loadDemo({ workspace: there, records: 90 })
    const told = (cards: Awaited<ReturnType<typeof cardsOf>>) =>
      cards.rows.map(({ title, value, currency, tags, stageType }) => ({ title, value, currency, tags, stageType }))
    expect(told(await cardsOf(there, 'Sales Pipeline'))).toEqual(told(await cardsOf(here, 'Sales Pipeline')))
  })
})

describe('loading it', () => {
  it('into a workspace with people of its own adds beside them, and no admin', async () => {
    const workspace = await openWorkspace()
    expect(await loadDemo({ workspace: workspace.slug, records: 5 })).toMatchObject({
      isNew: false,
      deals: 5,
      admin: null,
    })
  })

  it('refuses a number that is out of bounds', async () => {
    await expect(loadDemo({ records: 200_001 })).rejects.toMatchObject({ details: { field: 'records' } })
  })
})

describe('many records at once', () => {
  it('stand at the end of their stages in the order given, with one event that tells of each', async () => {
    const here = slug()
    await loadDemo({ workspace: here, records: 70 })
    const { rows, pipeline, scope } = await cardsOf(here, 'Sales Pipeline')
    const further = rows.slice(-1)[0] as (typeof rows)[number]
    expect((await historyOf(scope, further.id, 5, null)).rows).toMatchObject([
      { verb: 'record.create', toStageId: further.stageId, after: { title: further.title } },
    ])
    const events = await sql<{ count: number }>(
      `SELECT count(*)::int AS count FROM "Change" c WHERE c."workspaceId" = $1 AND c.subject = 'record'
       GROUP BY c."eventId" HAVING count(*) = 10`,
      [scope.workspaceId],
    )
    expect(events).toEqual([{ count: 10 }])
    expect(pipeline.stages).toHaveLength(6)
  })

  it('come all or none, under the rules of one', async () => {
    const workspace = await openWorkspace()
    await loadDemo({ workspace: workspace.slug, records: 0 })
    const { pipeline } = await cardsOf(workspace.slug, 'Sales Pipeline')
    const [stage] = pipeline.stages
    const caller = await callerIn(workspace.slug)
    const to = { stageId: stage?.id ?? '' }
    const make = (bad: object, place: object = { to }) =>
      openTransaction(caller, (tx) =>
        createRecords(tx, 'opportunities', [
          { values: { title: 'good' }, to },
          { values: { title: 'bad', ...bad }, ...place },
        ]),
      )
    for (const [field, bad] of [
      ['ownerId', { ownerId: newId() }],
      ['companyId', { companyId: newId() }],
      ['currency', { currency: 'XXQ' }],
      ['fields.nothing', { fields: { nothing: 1 } }],
    ] as const) {
      await expect(make(bad), field).rejects.toMatchObject({ details: { field } })
    }
    await expect(make({}, { to: { stageId: newId() } })).rejects.toMatchObject({ details: { field: 'stageId' } })
    for (const [pipelineId, field] of [
      [newId(), 'pipelineId'],
      ['none', 'pipelineId'],
      [(await cardsOf(workspace.slug, 'Recruitment Pipeline')).pipeline.id, 'stageId'],
    ]) {
      await expect(make({}, { to: { ...to, pipelineId } }), field).rejects.toMatchObject({ details: { field } })
    }
    await make({ externalId: 'x-1' }, { to: { ...to, pipelineId: pipeline.id } })
    await expect(make({ externalId: 'x-1' })).rejects.toMatchObject({ kind: 'conflict' })
    const { rows } = await cardsOf(workspace.slug, 'Sales Pipeline')
    expect(rows.map(({ title }) => title)).toEqual(['good', 'bad'])
  })
})
