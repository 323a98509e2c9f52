import { afterAll, beforeAll, it } from 'vitest'
import { type RunningApi, startApi } from '@/e2e/api-client'
import { compareWithOracle, openStock } from '@/e2e/filter-against-oracle'
import { seedOfRun } from '@/e2e/random'

let api: RunningApi
beforeAll(async () => {
  api = await startApi()
})
afterAll(() => api.stop())

it('thousands of random filters and sorts find what a plain reading of the rows finds', async () => {
  await compareWithOracle(api, await openStock(api, 100), { numRuns: 5000, seed: seedOfRun() })
})
