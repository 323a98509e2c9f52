import { randomInt } from 'node:crypto'
import { database } from '@/lib/db/client'
import { countAnew } from '@/lib/db/sql/statistics'
import { type Actor, openTransaction, type Tx } from '@/lib/db/transaction'
import { addMember } from '../member/add'
import { createPipeline } from '../pipeline/create'
import { listPipelines } from '../pipeline/find'
import type { PipelineRow } from '../pipeline/pipeline'
import { createRecords } from '../record/create-many'
import { conflict, invalid } from '../refusal'
import { createWorkspace } from './create'
import { type DemoBoard, demoData } from './demo-data'
import { furtherDeals } from './demo-deals'
import { type PastCard, playPast } from './demo-past'
import { addTasks } from './demo-tasks'

export interface DemoToLoad {
  /** Slug of the workspace to fill, which is made when it is missing; by default a new one, `demo`. */
  workspace?: string
  /** How many deals the board is to hold; by default those that have a story, about 60. */
  records?: number
}

export interface LoadedDemo {
  slug: string
  /** Whether the workspace is new. */
  isNew: boolean
  /** How many deals its board holds now. */
  deals: number
  /** The admin who was made for it; null when the workspace had one. */
  admin: { email: string; password: string } | null
}

const loader: Actor = { userId: null, apiKeyId: null, door: 'cli' }
const most = 200_000
const batch = 5_000
const dayMs = 86_400_000

/**
 * Loads the demo: members, companies, contacts, a board of deals and one of candidates, with a past that is counted
 * back from now, and tasks around today. The deals with a story come all or none; further ones follow in batches. What the workspace holds of
 * the demo already stays and is not doubled. Refuses the workspace `demo` when it is there and was not named, and a
 * number of deals outside 0 to 200,000.
 */
export async function loadDemo(given: DemoToLoad = {}): Promise<LoadedDemo> {
  const told = demoData('deals').length
  const wanted = given.records ?? told
  if (!Number.isInteger(wanted) || wanted < 0 || wanted > most) {
    throw invalid('records', `must be a whole number from 0 to ${most}`)
  }
  const slug = given.workspace ?? 'demo'
  const known = await database().prisma.workspace.findUnique({ where: { slug } })
  if (known && given.workspace === undefined) {
    throw conflict(`There is a workspace '${slug}' already; name it to add the demo to it`, 'workspace')
  }
  const within = <T>(workspaceId: string, work: (tx: Tx) => Promise<T>) =>
    openTransaction({ workspaceId, actor: loader, requestId: null }, work)
  const first = (tx: Tx) => furnish(tx, slug, Math.min(wanted, told))
  const made = known ? null : await createWorkspace(loader, { slug, name: nameOf(slug) }, first)
  const workspaceId = known?.id ?? made?.id ?? ''
  const { admin } = made?.more ?? (await within(workspaceId, first))
  await countAnew()
  const further = () => within(workspaceId, (tx) => addFurther(tx, slug, wanted))
  let deals = await further()
  while (deals < wanted) deals = await further()
  return { slug, isNew: known === null, deals, admin }
}

const nameOf = (slug: string): string => slug.charAt(0).toUpperCase() + slug.slice(1).replaceAll('-', ' ')

/** Members, companies, contacts and boards, with the past of the first `count` deals and of all candidates. */
async function furnish(tx: Tx, slug: string, count: number): Promise<Pick<LoadedDemo, 'admin'>> {
  await takeTurn(tx)
  const admin = await addAdmin(tx, slug)
  const owners = await addMembers(tx, slug)
  const companies = await addCompanies(tx)
  const contacts = await addContacts(tx, companies)
  for (const board of demoData('boards')) {
    if (await findBoard(tx, board)) continue
    const pipeline = await createPipeline(tx, board)
    const deals = () => dealsOf(tx.now, pipeline, owners, companies, contacts).slice(0, count)
    await playPast(tx, board.object === 'opportunities' ? deals() : candidatesOf(tx.now, pipeline, owners))
    if (board.object === 'opportunities') {
      await addTasks(tx, { ...(await firstAdmin(tx)), members: owners, deals: await titlesOf(tx, pipeline) })
    }
  }
  return { admin }
}

/** Whose inbox the demo fills. */
async function firstAdmin(tx: Tx): Promise<{ adminId: string }> {
  const { workspaceId } = tx
  const where = { workspaceId, role: 'admin' as const, deactivatedAt: null }
  return { adminId: (await tx.db.member.findFirstOrThrow({ where, orderBy: { userId: 'asc' } })).userId }
}

/** The ids of a board's cards by title. */
async function titlesOf(tx: Tx, { id: pipelineId }: PipelineRow): Promise<Map<string, string>> {
  const { workspaceId } = tx
  const cards = await tx.db.crmRecord.findMany({
    where: { workspaceId, pipelineId },
    select: { id: true, title: true },
  })
  return new Map(cards.map(({ id, title }) => [title, id]))
}

/** Two loads into one workspace at once would each find it empty. */
async function takeTurn(tx: Tx): Promise<void> {
  await tx.sql('SELECT 1 FROM "Workspace" WHERE id = $1 FOR NO KEY UPDATE', [tx.workspaceId])
}

async function addAdmin(tx: Tx, slug: string): Promise<LoadedDemo['admin']> {
  const { workspaceId } = tx
  if (await tx.db.member.findFirst({ where: { workspaceId, role: 'admin', deactivatedAt: null } })) return null
  const [account] = demoData('members').filter(({ role }) => role === 'admin')
  if (!account) throw new Error('the demo has no admin')
  const email = `${account.account}@${slug}.example`
  const password = newPassword()
  await addMember(tx, { email, name: account.name, role: 'admin', password })
  return { email, password }
}

/** The members whom deals belong to, by account. Nobody knows their passwords, so nobody can sign in as them. */
async function addMembers(tx: Tx, slug: string): Promise<Map<string, string>> {
  const owners = new Map<string, string>()
  for (const { account, name, role } of demoData('members').filter((member) => member.role !== 'admin')) {
    const email = `${account}@${slug}.example`
    const user = await tx.db.user.findUnique({ where: { email }, include: { members: true } })
    const member = user?.members.find(({ workspaceId }) => workspaceId === tx.workspaceId)
    if (member?.deactivatedAt) continue
    const password = user ? undefined : newPassword()
    owners.set(account, member?.userId ?? (await addMember(tx, { email, name, role, password })))
  }
  return owners
}

/** Easy to type, hard to guess: 16 of 31 letters and digits that look like no other. */
function newPassword(): string {
  const letters = 'abcdefghjkmnpqrstuvwxyz23456789'
  const group = () => Array.from({ length: 4 }, () => letters.charAt(randomInt(letters.length))).join('')
  return [group(), group(), group(), group()].join('-')
}

/** The companies' ids by name. */
async function addCompanies(tx: Tx): Promise<Map<string, string>> {
  const companies = demoData('companies').map(({ name, ...fields }) => ({
    values: { title: name, externalId: fields.domain, fields },
    createdAt: daysBefore(tx.now, 200),
  }))
  return addKnownBy(tx, 'companies', companies)
}

/** The contacts' ids by name. */
async function addContacts(tx: Tx, companies: Map<string, string>): Promise<Map<string, string>> {
  const contacts = demoData('contacts').map(({ name, email, phone, jobTitle, company }) => ({
    values: {
      title: name,
      externalId: email,
      companyId: companies.get(company),
      fields: { email, phone, job_title: jobTitle },
    },
    createdAt: daysBefore(tx.now, 190),
  }))
  return addKnownBy(tx, 'contacts', contacts)
}

/** Adds those records that the object does not hold under their external id yet; gives the ids of all by title. */
async function addKnownBy(
  tx: Tx,
  object: string,
  records: { values: { title: string; externalId: string }; createdAt: Date }[],
): Promise<Map<string, string>> {
  const there = await tx.sql<{ id: string; externalId: string }>(
    `SELECT r.id, r."externalId" FROM "CrmRecord" r
     JOIN "CrmObject" o ON o."workspaceId" = r."workspaceId" AND o.id = r."objectId"
     WHERE r."workspaceId" = $1 AND o.name = $2 AND r."externalId" = ANY($3) AND r."trashedAt" IS NULL`,
    [tx.workspaceId, object, records.map(({ values }) => values.externalId)],
  )
  const ids = new Map(there.map(({ id, externalId }) => [externalId, id]))
  const missing = records.filter(({ values }) => !ids.has(values.externalId))
  const added = await createRecords(tx, object, missing)
  for (const [at, id] of added.entries()) ids.set(missing[at]?.values.externalId ?? '', id)
  return new Map(records.map(({ values }) => [values.title, ids.get(values.externalId) ?? '']))
}

/** The board of this name that has all the demo's stages. */
async function findBoard(tx: Tx, { name, object, stages }: DemoBoard): Promise<PipelineRow | undefined> {
  const boards = await listPipelines(tx)
  return boards.find(
    (board) =>
      board.name === name &&
      board.object === object &&
      stages.every((stage) => board.stages.some((each) => each.name === stage.name)),
  )
}

function dealsOf(
  now: Date,
  board: PipelineRow,
  owners: Map<string, string>,
  companies: Map<string, string>,
  contacts: Map<string, string>,
): PastCard[] {
  return demoData('deals').map(
    ({ company, contact, owner, closesInDays, enteredDaysAgo, lostReason, ...values }, number) => ({
      values: {
        ...values,
        ownerId: owners.get(owner),
        companyId: companies.get(company),
        contactId: contacts.get(contact ?? ''),
        expectedClose: closesInDays === undefined ? null : dayOf(daysBefore(now, -closesInDays)),
      },
      entered: pastOf(now, board, enteredDaysAgo, number),
      lostReason,
    }),
  )
}

function candidatesOf(now: Date, board: PipelineRow, owners: Map<string, string>): PastCard[] {
  return demoData('candidates').map(({ name, position, owner, enteredDaysAgo, lostReason, ...values }, number) => ({
    values: { ...values, title: name, ownerId: owners.get(owner), fields: { position } },
    entered: pastOf(now, board, enteredDaysAgo, number),
    lostReason,
  }))
}

/** When a card entered its stages; not all cards at the same minute of a day. */
function pastOf(now: Date, board: PipelineRow, entered: Record<string, number>, number: number): PastCard['entered'] {
  const minutes = (number * 53) % 480
  return Object.entries(entered).map(([name, days]) => ({
    stageId: board.stages.find((stage) => stage.name === name)?.id ?? '',
    at: new Date(daysBefore(now, days).getTime() - minutes * 60_000),
  }))
}

/** Adds one batch towards `wanted` deals; gives how many the board holds now. */
async function addFurther(tx: Tx, slug: string, wanted: number): Promise<number> {
  await takeTurn(tx)
  const [sales] = demoData('boards').filter(({ object }) => object === 'opportunities')
  const board = sales && (await findBoard(tx, sales))
  if (!board) throw conflict('The demo’s board was changed meanwhile')
  const { workspaceId } = tx
  const held = await tx.db.crmRecord.count({ where: { workspaceId, pipelineId: board.id, trashedAt: null } })
  const missing = Math.min(batch, wanted - held)
  if (missing <= 0) return held
  const around = {
    stages: new Map(board.stages.map((stage) => [stage.name, stage])),
    ownerIds: [...(await addMembers(tx, slug)).values()],
    companyIds: [...(await addCompanies(tx)).values()],
  }
  await createRecords(tx, board.object, furtherDeals(held, missing, around, tx.now))
  return held + missing
}

const daysBefore = (now: Date, days: number): Date => new Date(now.getTime() - days * dayMs)
const dayOf = (instant: Date): string => instant.toISOString().slice(0, 10)
