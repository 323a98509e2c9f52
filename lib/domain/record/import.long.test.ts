import { it } from 'vitest'
import { compareImports, openTwins } from '@/e2e/import-against-oracle'
import { seedOfRun } from '@/e2e/random'

it('thousands of random imports leave what their rows would one by one', async () => {
  await compareImports(await openTwins(), { numRuns: 3_000, seed: seedOfRun() })
})
