import { afterAll, beforeAll, it } from 'vitest'
import { type RunningApi, startApi } from '@/e2e/api-client'
import { compareSearches, openShelf } from '@/e2e/search-against-oracle'

let api: RunningApi
beforeAll(async () => {
  api = await startApi()
})
afterAll(() => api.stop())

it('random searches find what a plain reading of the records finds', { timeout: 120_000 }, async () => {
  await compareSearches(api, await openShelf(api, 50, 20261122), { numRuns: 300, seed: 20261122 })
})
