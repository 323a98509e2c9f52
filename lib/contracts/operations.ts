import * as clarkyBulk from './clarky/bulk.contract'
import * as clarkyCards from './clarky/card.contract'
import * as clarkyPipelines from './clarky/pipeline.contract'
import { type Contract, isContract } from './contract'
import * as kaireonConnectors from './kaireon/connector.contract'
import * as kaireonPipelines from './kaireon/pipeline.contract'
import * as kaireonPreview from './kaireon/preview.contract'
import * as kaireonRuns from './kaireon/run.contract'
import * as kaireonSchemas from './kaireon/schema.contract'
import * as kasarCalendar from './kasar/calendar.contract'
import * as kasarExports from './kasar/export.contract'
import * as kasarMe from './kasar/me.contract'
import * as kasarNotifications from './kasar/notification.contract'
import * as kasarObjects from './kasar/object.contract'
import * as kasarPipelines from './kasar/pipeline.contract'
import * as kasarRecords from './kasar/record.contract'
import * as kasarTasks from './kasar/task.contract'
import * as kasarTaskBulk from './kasar/task-bulk.contract'
import * as rexApiKeys from './rex/api-key.contract'
import * as rexBoards from './rex/board.contract'
import * as rexDeals from './rex/deal.contract'
import * as rexEvents from './rex/event.contract'
import * as rexOpenApi from './rex/openapi.contract'
import * as rexPipelines from './rex/pipeline.contract'
import * as rexWebhooks from './rex/webhook.contract'

/** An operation by the name that its contract is exported under: `listPipelineDeals`. */
export interface Operation {
  id: string
  contract: Contract
}

// A unit test holds this list against the files.
const modules: object[] = [
  clarkyBulk,
  clarkyCards,
  clarkyPipelines,
  kaireonConnectors,
  kaireonPipelines,
  kaireonPreview,
  kaireonRuns,
  kaireonSchemas,
  kasarCalendar,
  kasarExports,
  kasarMe,
  kasarNotifications,
  kasarObjects,
  kasarPipelines,
  kasarRecords,
  kasarTasks,
  kasarTaskBulk,
  rexApiKeys,
  rexBoards,
  rexDeals,
  rexEvents,
  rexOpenApi,
  rexPipelines,
  rexWebhooks,
]

/** Every operation of every contract. */
export const operations: Operation[] = modules.flatMap((module) =>
  Object.entries(module).flatMap(([id, value]) => (isContract(value) ? [{ id, contract: value }] : [])),
)

/** Whether this very method and path is defined by several contracts, so that the caller's decides. */
export const isShared = ({ dialect, method, path, host }: Contract): boolean =>
  !host &&
  operations.some(
    ({ contract: other }) => other.dialect !== dialect && other.method === method && other.path === path && !other.host,
  )
