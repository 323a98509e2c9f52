import { openTransaction, type Tx } from '@/lib/db/transaction'
import { createPipeline } from '@/lib/domain/pipeline/create'
import type { PipelineRow } from '@/lib/domain/pipeline/pipeline'
import { createRecords, type ImportedRecord } from '@/lib/domain/record/create-many'
import { installation } from './workspace'

const atOnce = 5_000
const day = 86_400_000

/** A board of six stages with many cards, and companies and owners beside them, made in bulk by the domain's own import. */
export interface ManyCards {
  board: PipelineRow
  companies: string[]
}

/** Fills a workspace with a new board of `count` cards, each with a value, a company, an owner and dates of its own. */
export async function makeManyCards(workspaceId: string, ownerId: string, count: number): Promise<ManyCards> {
  const inTx = <T>(work: (tx: Tx) => Promise<T>) =>
    openTransaction({ workspaceId, actor: installation, requestId: null }, work)
  const names = ['New', 'Called', 'Met', 'Offered', 'Won', 'Lost']
  const stages = names.map(
    (name) => ({ name, type: name === 'Won' ? 'won' : name === 'Lost' ? 'lost' : 'open' }) as const,
  )
  const board = await inTx((tx) => createPipeline(tx, { name: 'Many', stages }))
  const companies = await inTx((tx) =>
    createRecords(
      tx,
      'companies',
      numbers(0, 200).map((at) => ({ values: { title: `Company ${at}` } })),
    ),
  )
  const now = Date.now()
  const card = (at: number): ImportedRecord => ({
    values: {
      title: `Deal ${at}`,
      value: (at * 7919) % 1_000_000,
      companyId: companies[at % companies.length],
      ownerId: at % 3 === 0 ? ownerId : null,
      externalId: `deal-${board.id}-${at}`,
      tags: at % 5 === 0 ? ['big'] : [],
    },
    to: { stageId: board.stages[(at * 31) % board.stages.length]?.id ?? '' },
    createdAt: new Date(now - (at % 90) * day),
  })
  for (let made = 0; made < count; made += atOnce) {
    await inTx((tx) => createRecords(tx, 'opportunities', numbers(made, Math.min(made + atOnce, count)).map(card)))
  }
  return { board, companies }
}

const numbers = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, at) => from + at)
