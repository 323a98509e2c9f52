import { randomRequests } from '@/e2e/random-requests'

// Few of each, and the same in every run, as a guard; random.long.test.ts sends the many.
randomRequests({ numRuns: 8, seed: 20261122 })
