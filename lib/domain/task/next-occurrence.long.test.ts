import { it } from 'vitest'
import { seedOfRun } from '@/e2e/random'
import { holdNextOccurrences } from '@/e2e/recurrence-against-oracle'

it('a task that recurs goes on where looking at day after day finds it, 20,000 times', () => {
  holdNextOccurrences(seedOfRun(), 20_000)
})
