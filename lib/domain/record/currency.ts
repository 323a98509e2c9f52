import type { Scope } from '@/lib/db/transaction'
import { invalid } from '../refusal'
import type { RecordValues } from './record'

const known = new Set(Intl.supportedValuesOf('currency'))

const ofWorkspace = { name: 'currency_of_workspace', text: 'SELECT currency FROM "Workspace" WHERE id = $1' }

/** Values with the workspace's currency where money comes without one. Refuses a currency that ISO 4217 does not know. */
export async function withCurrency(scope: Scope, values: RecordValues, current: string | null): Promise<RecordValues> {
  if (values.currency && !known.has(values.currency)) throw invalid('currency', 'must be an ISO 4217 currency code')
  if (values.currency || current || values.value === undefined || values.value === null) return values
  const [workspace] = await scope.sql<{ currency: string }>(ofWorkspace, [scope.workspaceId])
  return { ...values, currency: workspace?.currency }
}
