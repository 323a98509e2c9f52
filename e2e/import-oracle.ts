import { sql } from '@/lib/db/client'
import { BeginAgain, type Caller, openTransaction, type Tx } from '@/lib/db/transaction'
import type { Row } from '@/lib/domain/flow/row'
import { findObject } from '@/lib/domain/object/find'
import { type OwnField, ownFields } from '@/lib/domain/object/own-field'
import { listPipelines } from '@/lib/domain/pipeline/find'
import { createRecord } from '@/lib/domain/record/create'
import { rejectOf } from '@/lib/domain/record/import-apply'
import { type ImportRule, importFieldsOf } from '@/lib/domain/record/import-field'
import { type Draft, rowReader } from '@/lib/domain/record/import-row'
import type { RecordValues } from '@/lib/domain/record/record'
import { updateRecord } from '@/lib/domain/record/update'
import { conflict, invalid, Refusal } from '@/lib/domain/refusal'

/** What an import is to leave: rows are applied one by one, by the verbs that write a single record. */

export interface OneByOne {
  created: number
  /** Updated, or left as they were. */
  matched: number
  rejects: { index: number; reason: string; missingFields?: string[] }[]
}

/** Applies rows one by one, each under a savepoint. Cells are read as the import reads them; everything else is found anew. */
export async function importOneByOne(caller: Caller, rule: ImportRule, rows: Row[]): Promise<OneByOne> {
  return openTransaction(caller, async (tx) => {
    const object = await findObject(tx, rule.object)
    const own = await ownFields(tx, object.id)
    const reader = rowReader(importFieldsOf(object, own), own)
    const result: OneByOne = { created: 0, matched: 0, rejects: [] }
    for (const [index, row] of rows.entries()) {
      try {
        const made = await tx.savepoint(() => applyOne(tx, rule, own, reader.read(row)))
        if (made) result.created++
        else result.matched++
      } catch (error) {
        if (error instanceof BeginAgain || !(error instanceof Refusal)) throw error
        result.rejects.push(rejectOf(index, error))
      }
    }
    return result
  })
}

/** Whether the row made a record. */
async function applyOne(tx: Tx, rule: ImportRule, own: OwnField[], draft: Draft): Promise<boolean> {
  const id = rule.mode === 'append' ? null : await matching(tx, rule, own, draft.values)
  if (id === null && rule.mode === 'update') throw new Refusal('invalid', 'There is no such record')
  if (id !== null && (await isOnTrashedBoard(tx, id))) {
    throw conflict('The record that matches stands on a pipeline in the trash: restore that first')
  }
  const stageId = await stageNamed(tx, rule.object, draft)
  const values: RecordValues = {
    ...draft.values,
    ...(draft.owner !== undefined && { ownerId: await ownerNamed(tx, draft.owner) }),
    ...(draft.contact !== undefined && { contactId: await recordNamed(tx, 'contacts', draft.contact) }),
    ...(draft.company !== undefined && { companyId: await recordNamed(tx, 'companies', draft.company) }),
  }
  if (draft.amount !== undefined) values.value = await minorUnits(tx, id, draft.amount, values.currency)
  const to = stageId === null ? {} : { to: { stageId } }
  if (id !== null) {
    await updateRecord(tx, id, { values, ...to }, { object: rule.object })
    return false
  }
  const { title } = values
  if (title === undefined) throw invalid('title', 'is required for a new record')
  const { createdAt, stageEnteredAt, closedAt } = draft
  const dates = { createdAt, stageEnteredAt, closedAt }
  await createRecord(tx, { object: rule.object, values: { ...values, title }, ...to, ...dates })
  return true
}

async function matching(tx: Tx, rule: ImportRule, own: OwnField[], values: RecordValues): Promise<string | null> {
  let asked = false
  for (const name of rule.keys) {
    const value = name === 'external_id' ? values.externalId : values.fields?.[name]
    if (value === null || value === undefined || value === '') continue
    asked = true
    const [found] =
      name === 'external_id'
        ? await tx.sql<{ id: string }>(
            `SELECT r.id FROM "CrmRecord" r JOIN "CrmObject" o ON o.id = r."objectId" WHERE r."workspaceId" = $1
             AND o.name = $2 AND r."externalId" = $3 AND r."trashedAt" IS NULL`,
            [tx.workspaceId, rule.object, value],
          )
        : await tx.sql<{ id: string }>(
            `SELECT "recordId" AS id FROM "RecordKey" WHERE "workspaceId" = $1 AND "fieldId" = $2 AND value = $3`,
            [tx.workspaceId, own.find((field) => field.name === name)?.id, String(value)],
          )
    if (found) return found.id
  }
  if (!asked) throw new Refusal('invalid', 'There is nothing to find it by')
  return null
}

async function isOnTrashedBoard(tx: Tx, id: string): Promise<boolean> {
  const [row] = await tx.sql(
    `SELECT 1 FROM "CrmRecord" r JOIN "Pipeline" p ON p.id = r."pipelineId"
     WHERE r."workspaceId" = $1 AND r.id = $2 AND p."trashedAt" IS NOT NULL`,
    [tx.workspaceId, id],
  )
  return row !== undefined
}

async function stageNamed(tx: Tx, object: string, { pipeline, stage }: Draft): Promise<string | null> {
  if (stage === undefined) {
    if (pipeline !== undefined) throw invalid('stageId', 'is required')
    return null
  }
  const isNamed = (name: string, text: string) => name.toLowerCase() === text.toLowerCase()
  const boards = (await listPipelines(tx)).filter((board) => board.object === object)
  const all = boards.flatMap((board) => board.stages.map((each) => ({ ...each, board })))
  const wanted = boards.filter(({ id, name }) => pipeline !== undefined && (id === pipeline || isNamed(name, pipeline)))
  if (pipeline !== undefined && wanted.length !== 1) throw invalid('pipelineId', 'is none, or more than one')
  const byId = all.find(({ id }) => id === stage.toLowerCase())
  if (byId && (pipeline === undefined || byId.board === wanted[0])) return byId.id
  const board = pipeline === undefined ? boards.find(({ isDefault }) => isDefault) : wanted[0]
  const found = board?.stages.filter(({ name }) => isNamed(name, stage)) ?? []
  if (byId || found.length !== 1) throw invalid('stageId', 'is none, or more than one')
  return found[0]?.id ?? null
}

async function ownerNamed(tx: Tx, text: string): Promise<string> {
  const [found] = await tx.sql<{ id: string }>(
    `SELECT u.id FROM "User" u JOIN "Member" m ON m."userId" = u.id
     WHERE m."workspaceId" = $1 AND m."deactivatedAt" IS NULL AND (u.id::text = lower($2) OR u.email = lower($2))`,
    [tx.workspaceId, text],
  )
  if (!found) throw invalid('ownerId', 'is nobody')
  return found.id
}

async function recordNamed(tx: Tx, object: string, text: string): Promise<string> {
  const [found] = await tx.sql<{ id: string }>(
    `SELECT r.id FROM "CrmRecord" r JOIN "CrmObject" o ON o.id = r."objectId"
     WHERE r."workspaceId" = $1 AND o.name = $2 AND r."trashedAt" IS NULL AND (r.id::text = lower($3) OR r."externalId" = $3)
     ORDER BY r.id::text = lower($3) DESC LIMIT 1`,
    [tx.workspaceId, object, text],
  )
  if (!found) throw invalid(object, 'is nobody')
  return found.id
}

const digits: Record<string, number> = { USD: 2, EUR: 2, JPY: 0, BHD: 3 }

async function minorUnits(tx: Tx, id: string | null, amount: string, given?: string | null): Promise<number> {
  const [kept] = await tx.sql<{ currency: string | null }>(
    `SELECT currency FROM "CrmRecord" WHERE "workspaceId" = $1 AND id = $2`,
    [tx.workspaceId, id],
  )
  const [usual] = await tx.sql<{ currency: string }>('SELECT currency FROM "Workspace" WHERE id = $1', [tx.workspaceId])
  const decimals = digits[given ?? kept?.currency ?? usual?.currency ?? '']
  if (decimals === undefined) throw invalid('currency', 'is unknown')
  const minor = Number((Number(amount) * 10 ** decimals).toFixed(6))
  if (!Number.isInteger(minor)) throw invalid('amount', 'has too many decimals')
  return minor
}

/** A workspace's records of an object, as they can be compared with another's. */
export interface Content {
  /** In the order of their making. */
  records: { row: Record<string, unknown>; lastActivityAt: unknown; version: number }[]
  /** Who holds which unique value; records are told by their places above. */
  keys: string[]
  /** The cards in the order of each stage, likewise. */
  cards: string[]
  ids: string[]
}

/** What a workspace holds of an object. Every instant since `since` is `now`. */
export async function contentOf(workspaceId: string, object: string, since: Date): Promise<Content> {
  const found = await sql<{ row: Record<string, unknown>; id: string; rank: string | null; stage: string | null }>(
    `SELECT to_jsonb(r) - ARRAY['workspaceId', 'objectId', 'stageId', 'pipelineId', 'ownerId', 'contactId', 'companyId', 'id']
              || jsonb_build_object('owner', u.name, 'contact', coalesce(c."externalId", c.title),
                                    'company', coalesce(k."externalId", k.title), 'placed', r.rank IS NOT NULL) AS row,
            r.id, r.rank, p.name || ' / ' || s.name AS stage
     FROM "CrmRecord" r JOIN "CrmObject" o ON o."workspaceId" = r."workspaceId" AND o.id = r."objectId"
     LEFT JOIN "Stage" s ON s.id = r."stageId" LEFT JOIN "Pipeline" p ON p.id = r."pipelineId"
     LEFT JOIN "User" u ON u.id = r."ownerId" LEFT JOIN "CrmRecord" c ON c.id = r."contactId"
     LEFT JOIN "CrmRecord" k ON k.id = r."companyId"
     WHERE r."workspaceId" = $1 AND o.name = $2 ORDER BY r.id`,
    [workspaceId, object],
  )
  const place = new Map(found.map(({ id }, at) => [id, at]))
  const keys = await sql<{ field: string; value: string; recordId: string }>(
    `SELECT f.name AS field, k.value, k."recordId" FROM "RecordKey" k JOIN "Field" f ON f.id = k."fieldId"
     JOIN "CrmObject" o ON o.id = f."objectId" WHERE k."workspaceId" = $1 AND o.name = $2`,
    [workspaceId, object],
  )
  const cards = found
    .filter(({ rank }) => rank !== null)
    .sort((one, other) => (`${one.stage} ${one.rank}` < `${other.stage} ${other.rank}` ? -1 : 1))
  return {
    records: found.map(({ row, stage }) => {
      const { rank: _, version, updatedAt: __, lastActivityAt, ...own } = comparable(row, since)
      return { row: { ...own, stage }, lastActivityAt, version: Number(version) }
    }),
    keys: keys.map(({ field, value, recordId }) => `${field} ${value} ${place.get(recordId)}`).sort(),
    cards: cards.map(({ id, stage }) => `${stage} ${place.get(id)}`),
    ids: found.map(({ id }) => id),
  }
}

/** A row with `now` for every instant since. */
export const comparable = (row: Record<string, unknown>, since: Date): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => {
      const instant = typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value) ? new Date(value) : null
      return [name, instant === null ? value : instant >= since ? 'now' : instant.toISOString()]
    }),
  )
