import { afterAll, beforeAll, it } from 'vitest'
import { type RunningApi, startApi } from '@/e2e/api-client'
import { seedOfRun } from '@/e2e/random'
import { compareSearches, openShelf } from '@/e2e/search-against-oracle'

let api: RunningApi
beforeAll(async () => {
  api = await startApi()
})
afterAll(() => api.stop())

it('thousands of random searches find what a plain reading of the records finds', async () => {
  const seed = seedOfRun()
  await compareSearches(api, await openShelf(api, 100, seed), { numRuns: 3000, seed })
})
