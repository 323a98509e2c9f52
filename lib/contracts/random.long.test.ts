import { randomRequests } from '@/e2e/random-requests'

// Others in every run; the seed is told when one of them fails.
randomRequests({ numRuns: 200 })
