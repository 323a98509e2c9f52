import { afterEach, describe, expect, it, vi } from 'vitest'
import { textsOf } from '@/e2e/statements'
import { sql } from '@/lib/db/client'
import { newId } from '../id'
import { forgetCounts } from './forget'
import { type Allowance, openCounter, type Spend } from './spend'

// Long past, so that what is forgotten here is no other suite's.
const noon = Date.parse('2020-11-22T12:00:00.000Z')
const at = (instant: number) => vi.useFakeTimers({ toFake: ['Date'], now: instant })

afterEach(() => void vi.useRealTimers())

const spendMany = (spend: Spend, times: number, holder: string, limit: number): Promise<Allowance[]> =>
  Promise.all(Array.from({ length: times }, () => spend(holder, limit)))
const granted = (all: Allowance[]) => all.filter((each) => each.granted).length

describe('a counter', () => {
  it.each([1, 7, 49, 50, 75, 100, 149, 1000])('grants exactly %i a minute and tells what is left', async (limit) => {
    at(noon + 30_000)
    const spend = openCounter()
    const holder = newId()
    for (let left = limit - 1; left >= 0; left--) {
      expect(await spend(holder, limit)).toEqual({ granted: true, limit, remaining: left, resetAt: noon + 60_000 })
    }
    for (let more = 0; more < 3; more++) {
      expect(await spend(holder, limit)).toMatchObject({ granted: false, remaining: 0 })
    }
  })

  it('grants exactly the limit to three hundred at once', async () => {
    at(noon)
    expect(granted(await spendMany(openCounter(), 300, newId(), 149))).toBe(149)
  })

  it.each([1, 10, 75, 149, 600])('shares %i with others: together they grant no more, and as much', async (limit) => {
    at(noon)
    const holder = newId()
    const counters = Array.from({ length: 4 }, openCounter)
    const all = await Promise.all(counters.map((spend) => spendMany(spend, limit, holder, limit)))
    expect(granted(all.flat())).toBe(limit)
  })

  it('keeps holders apart', async () => {
    at(noon)
    const spend = openCounter()
    expect(granted(await spendMany(spend, 20, newId(), 10))).toBe(10)
    expect(granted(await spendMany(spend, 20, newId(), 10))).toBe(10)
  })

  it('begins anew with the next minute of the clock, also what another one had used up', async () => {
    at(noon + 59_999)
    const [one, other] = [openCounter(), openCounter()]
    const holder = newId()
    expect(granted(await spendMany(one, 20, holder, 10))).toBe(10)
    expect(granted(await spendMany(other, 20, holder, 10))).toBe(0)
    vi.setSystemTime(noon + 60_000)
    const next = [...(await spendMany(one, 6, holder, 10)), ...(await spendMany(other, 6, holder, 10))]
    expect(granted(next)).toBe(10)
    expect(next[0]).toMatchObject({ remaining: 9, resetAt: noon + 120_000 })
  })

  it('never gives a minute out twice where clocks differ: one that is behind comes to it later', async () => {
    const [ahead, behind] = [openCounter(), openCounter()]
    const holder = newId()
    at(noon + 1000)
    expect(granted(await spendMany(ahead, 5, holder, 10))).toBe(5)
    // Its clock is two minutes late: by then the row of that minute is past its time on any other clock.
    vi.setSystemTime(noon + 121_000)
    expect(granted(await spendMany(ahead, 20, holder, 10))).toBe(10)
    await forgetCounts()
    vi.setSystemTime(noon + 1000)
    expect(granted(await spendMany(behind, 20, holder, 10))).toBe(5)
  })

  it('asks the database once a block, a fiftieth of the limit, and never again once all is spent', async () => {
    at(noon)
    const spend = openCounter()
    const holder = newId()
    const statements = (times: number) =>
      textsOf(async () => {
        for (let time = 0; time < times; time++) await spend(holder, 6000)
      })
    expect(await statements(1)).toEqual([expect.stringContaining('"RateLimit"')])
    expect(await statements(119)).toEqual([])
    expect(await statements(1)).toHaveLength(1)
    expect(await statements(119)).toEqual([])
    expect(await textsOf(() => spendMany(spend, 120, holder, 6000))).toHaveLength(1)
    await spendMany(spend, 6000, holder, 6000)
    expect(await textsOf(() => spendMany(spend, 50, holder, 6000))).toEqual([])
  })

  it('follows a limit that changes within the minute', async () => {
    at(noon)
    const spend = openCounter()
    const holder = newId()
    expect(granted(await spendMany(spend, 200, holder, 100))).toBe(100)
    const more = granted(await spendMany(spend, 200, holder, 150))
    expect(more).toBeLessThanOrEqual(50)
    expect(more).toBeGreaterThan(40)
    expect(granted(await spendMany(spend, 5, holder, 50))).toBe(0)
  })

  it('goes on when the database comes back', async () => {
    at(noon)
    const spend = openCounter()
    const holder = newId()
    const url = process.env.DATABASE_URL
    const { closeDatabase } = await import('@/lib/db/client')
    await closeDatabase()
    vi.stubEnv('DATABASE_URL', '')
    await expect(spend(holder, 10)).rejects.toThrow()
    vi.stubEnv('DATABASE_URL', url)
    expect(granted(await spendMany(spend, 20, holder, 10))).toBe(10)
    vi.unstubAllEnvs()
  })
})

it('forgets the counts of minutes that are over, and keeps those that may still count', async () => {
  at(noon)
  const spend = openCounter()
  const [old, recent] = [newId(), newId()]
  await spend(old, 10)
  vi.setSystemTime(noon + 600_000)
  await spend(recent, 10)
  vi.setSystemTime(noon + 660_001)
  await forgetCounts()
  const kept = await sql<{ key: string }>('SELECT key FROM "RateLimit" WHERE key LIKE ANY($1)', [
    [`%${old}%`, `%${recent}%`],
  ])
  expect(kept.map(({ key }) => key)).toEqual([expect.stringContaining(recent)])
})
