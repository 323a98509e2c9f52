import { expect, it } from 'vitest'
import { seedOfRun } from '@/e2e/random'
import { drawAnyGraph, runAny, runAnyChain, setAnything, transformAny } from './any-flow.fixture'

it('thousands of flows over any rows lose none, and give the same however they are cut into batches', async () => {
  const { read, kept } = await runAny({ numRuns: 10_000, seed: seedOfRun() })
  expect(read).toBeGreaterThan(50_000)
  expect(kept).toBeGreaterThan(2000)
})

it('of thousands of flows of one way every row passes, is rejected or is skipped', async () => {
  await runAnyChain({ numRuns: 10_000, seed: seedOfRun() })
})

it('whatever the settings are, thousands of flows are refused or run', async () => {
  expect(await setAnything({ numRuns: 10_000, seed: seedOfRun() })).toBeGreaterThan(1000)
})

it('thousands of chains of transforms do what each does one after the other', async () => {
  await transformAny({ numRuns: 10_000, seed: seedOfRun() })
})

it('thousands of graphs of filters and joins give what their nodes say, without batches and phases', async () => {
  expect(await drawAnyGraph({ numRuns: 20_000, seed: seedOfRun() })).toBeGreaterThan(10_000)
})
