import { expect, it } from 'vitest'
import { drawAnyGraph, runAny, runAnyChain, setAnything, transformAny } from './any-flow.fixture'

const seed = 20_261_122

it('any flow over any rows loses none, and gives the same however it is cut into batches', async () => {
  const { read, kept } = await runAny({ numRuns: 200, seed })
  expect(read).toBeGreaterThan(500)
  expect(kept).toBeGreaterThan(50)
}, 60_000)

it('of a flow of one way every row passes, is rejected or is skipped', async () => {
  await runAnyChain({ numRuns: 200, seed })
}, 60_000)

it('whatever the settings are, a flow is refused or run', async () => {
  expect(await setAnything({ numRuns: 500, seed })).toBeGreaterThan(50)
}, 60_000)

it('a chain of transforms does what each does one after the other', async () => {
  await transformAny({ numRuns: 300, seed })
}, 60_000)

it('any graph of filters and joins gives what its nodes say, without batches and phases', async () => {
  expect(await drawAnyGraph({ numRuns: 300, seed })).toBeGreaterThan(100)
}, 60_000)
