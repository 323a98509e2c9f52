/** Chance that can be repeated: the same seed gives the same numbers. */
export interface Chance {
  /** A whole number from 0 up to, not including, `below`. */
  under(below: number): number
  pick<T>(from: readonly T[]): T
}

/** Chance from a seed. */
export function chance(seed: number): Chance {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const under = (below: number) => Math.floor(next() * below)
  return {
    under,
    pick: <T>(from: readonly T[]) => {
      if (from.length === 0) throw new Error('nothing to pick from')
      return from[under(from.length)] as T
    },
  }
}

/** The seed of a run: `SEED` repeats an earlier one. */
export const seedOfRun = (): number => Number(process.env.SEED ?? Date.now() % 1_000_000_000)
