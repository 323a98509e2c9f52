import type { Contract, Dialect } from '@/lib/contracts/contract'
import { sql } from '@/lib/db/client'
import { newId } from '@/lib/domain/id'
import type { Answer, Ask, RunningApi } from './api-client'
import { nameOf, paramNames } from './contract-registry'
import { addReject } from './over-run'
import { type Sample, sampleOf, send, tell, type World } from './sample'

/** How a contract pages: rows at the most, and unless told (the documents, and DECISIONS). */
export const pageSizes: Record<Dialect, { most: number; usual: number }> = {
  kasar: { most: 100, usual: 20 },
  rex: { most: 200, usual: 50 },
  clarky: { most: 100, usual: 25 },
  kaireon: { most: 100, usual: 20 },
}

const names = ({ query }: Contract): string[] => Object.keys(query.shape)

/** Lists that are walked by a cursor which their replies give. */
export const isWalked = (contract: Contract): boolean =>
  names(contract).includes('cursor') && givesCursor(contract.reply as { shape?: object } | null)

const givesCursor = (reply: { shape?: object } | null): boolean =>
  ['next_cursor', 'nextCursor'].some((name) => name in (reply?.shape ?? {}))

/** Lists with numbered pages. */
export const isNumbered = (contract: Contract): boolean => names(contract).includes('page')

/** A list of one world, and how it gets a row more. */
export interface List {
  contract: Contract
  page(query: Record<string, string>, ask?: Ask): Promise<Answer>
  grow(): Promise<unknown>
}

/** What a page says, in whichever contract's words. */
export function readPage({ body }: Answer): { rows: { id: string }[]; next: string | null; more: boolean | undefined } {
  return { rows: body.data, next: body.next_cursor ?? body.nextCursor ?? null, more: body.has_more ?? body.hasMore }
}

type Growth = (world: World) => Promise<unknown>

const renamed = ({ acting, dealId }: World) => acting.patch(`/deals/${dealId}`, { name: `Renamed ${newId()}` })
const newAgent = ({ workspace }: World) =>
  sql('INSERT INTO "Agent" ("workspaceId", id, name) VALUES ($1, $2, $3)', [workspace.id, newId(), 'Another'])
const newObject = ({ workspace }: World) =>
  sql('INSERT INTO "CrmObject" ("workspaceId", id, name, "displayName") VALUES ($1, $2, $3, $3)', [
    workspace.id,
    newId(),
    `another_${newId().slice(-12)}`,
  ])
const newDeal = ({ acting, board }: World) => acting.deal(board, { id: board.stages[0]?.id ?? '' })

/** How lists grow that no POST of their own address lengthens. */
const growth: Record<string, Growth> = {
  'rex GET /pipelines/{id}/deals': newDeal,
  'rex GET /deals/{id}/history': renamed,
  'kaireon GET /schemas': newObject,
  'rex GET /events/{id}/changes': ({ workspace, eventId }) =>
    sql(
      `INSERT INTO "Change" ("workspaceId", id, "eventId", subject, "subjectId") VALUES ($1, $2, $3, 'pipeline', $2)`,
      [workspace.id, newId(), eventId],
    ),
  'kaireon GET /pipelines/{id}/runs/{runId}/rejects': ({ workspace, runId }) => addReject(workspace.id, runId),
  'kasar GET /notifications': tell,
  'rex GET /webhooks/{id}/deliveries': ({ acting, webhookId }) => acting.post(`/webhooks/${webhookId}/test`, {}),
  'kasar GET /users': ({ workspace }) => workspace.member('viewer'),
  'clarky GET /bots': newAgent,
  'clarky GET /pipelines': ({ acting }) => acting.board({ stages: [] }),
}

/** Opens a list on a world's rows, without a filter. */
export async function openList(
  api: RunningApi & { contracts: Contract[] },
  contract: Contract,
  world: World,
): Promise<List> {
  const own = growth[nameOf(contract)]
  const maker = api.contracts.find(
    (each) => each.method === 'POST' && each.dialect === contract.dialect && each.path === contract.path,
  )
  if (!own && !maker) throw new Error(`e2e/lists.ts does not know how ${nameOf(contract)} gets a row more`)
  const { params } =
    maker && paramNames(contract).length > 0 ? await sampleOf(maker, world) : await sampleOf(contract, world)
  return {
    contract,
    page: (query, ask) => send(api, contract, { params, query }, { key: world.key, ...ask }),
    grow: async () => {
      if (own) return own(world)
      const sample: Sample = await sampleOf(maker as Contract, world)
      const answer = await send(api, maker as Contract, { ...sample, params }, { key: world.key })
      if (answer.status !== 201) throw new Error(`${nameOf(contract)} did not grow: ${answer.text}`)
    },
  }
}
