import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startContractApi } from '@/e2e/contract-api'
import { nameOf } from '@/e2e/contract-registry'
import { sendAnywhere, sendInvalid, sendValid, varied } from '@/e2e/random-requests'
import { openWorld, sampleOf, send, type World } from '@/e2e/sample'

// Few of each, as a guard; random.long.test.ts sends the many.
const runs = 8

let api: Awaited<ReturnType<typeof startContractApi>>
let world: World

beforeAll(async () => {
  api = await startContractApi()
  world = await openWorld(api)
})
afterAll(() => api.stop())

describe('random requests', () => {
  it('with a body that fits are answered in the contract’s form, and what was written comes back', async () => {
    expect(varied(api.contracts).length).toBeGreaterThan(13)
    for (const contract of varied(api.contracts)) await sendValid(api, world, contract, runs)
  })

  it('with a field of another type are refused by its name', async () => {
    for (const contract of varied(api.contracts)) await sendInvalid(api, world, contract, runs)
  })

  it('with any text for an id or a parameter are never a fault', async () => {
    for (const contract of api.contracts.filter(({ streams }) => !streams)) {
      await sendAnywhere(api, world, contract, runs)
    }
  })

  it('leave a workspace that can still be read whole', async () => {
    for (const contract of api.contracts.filter(({ method, streams }) => method === 'GET' && !streams)) {
      const { params } = await sampleOf(contract, world)
      expect((await send(api, contract, { params }, { key: world.key })).status, nameOf(contract)).toBe(200)
    }
  })
})
