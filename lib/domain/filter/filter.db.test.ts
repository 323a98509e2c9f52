import { afterAll, beforeAll, it } from 'vitest'
import { type RunningApi, startApi } from '@/e2e/api-client'
import { compareWithOracle, openStock } from '@/e2e/filter-against-oracle'

let api: RunningApi
beforeAll(async () => {
  api = await startApi()
})
afterAll(() => api.stop())

it('random filters and sorts find what a plain reading of the rows finds', { timeout: 120_000 }, async () => {
  await compareWithOracle(api, await openStock(api, 50), { numRuns: 200, seed: 20261122 })
})
